package main

import (
	"strings"
	"testing"
	"time"
)

func TestAWordIsLostWhenNothingEditedItsPost(t *testing.T) {
	t0 := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return t0.Add(time.Duration(s * float64(time.Second))) }
	l := newLedger()
	first, second := l.next(), l.next()
	if first == second {
		t.Fatal("two words are one")
	}
	l.typedAt(first, at(0))
	l.typedAt(second, at(0.5))
	if missing := l.look(nil, at(1)); len(missing) > 0 {
		t.Errorf("within the second: %q", missing)
	}
	if missing := l.look([]text{{path: "a", body: "x " + first}}, at(1.6)); len(missing) > 0 {
		t.Errorf("one there, one on its way: %q", missing)
	}
	if missing := l.look([]text{{path: "a", body: "x " + first}}, at(3)); len(missing) != 1 || !strings.Contains(missing[0], second) {
		t.Errorf("the second never came: %q", missing)
	}
	if missing := l.look([]text{{path: "a", body: "x " + first}, {path: "b.md", body: "**" + second[:3] + "**" + second[3:]}}, at(3)); len(missing) > 0 {
		t.Errorf("formatted: %q", missing)
	}
	l.edited("b/index.md", at(7))
	if missing := l.look(nil, at(8)); len(missing) != 1 || !strings.Contains(missing[0], first) {
		t.Errorf("only b was edited: %q", missing)
	}
	if kept, gone := l.kept(); kept != 1 || gone != 1 {
		t.Errorf("%d kept, %d edited away", kept, gone)
	}
}

func TestABusyMachineGivesMoreTime(t *testing.T) {
	now := time.Now()
	l := newLedger()
	l.typedAt(l.next(), now)
	l.late(2 * time.Second)
	if missing := l.look(nil, now.Add(3*time.Second)); len(missing) > 0 {
		t.Error(missing)
	}
	if missing := l.look(nil, now.Add(4*time.Second)); len(missing) != 1 {
		t.Error("it has no end")
	}
}

func TestWordsAreNoPartOfOthers(t *testing.T) {
	l := newLedger()
	all := ""
	for range 500 {
		w := l.next()
		if strings.Contains(all, w) {
			t.Fatalf("%q is in %q", w, all)
		}
		all += w
	}
}

// A wild step takes a word out of the text, another post is shown, and half a minute later a calm step saves.
func TestAWordThatAWildStepTookIsNotLostWhenItsPostIsSaved(t *testing.T) {
	t0 := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return t0.Add(time.Duration(s * float64(time.Second))) }
	for _, wild := range []bool{true, false} {
		l := newLedger()
		word := l.next()
		l.typedAt(word, at(0))
		if wild {
			l.edited("/a.md", at(10))
			l.edited("/a.md", at(5)) // it was opened again, which is noted as an edit of long ago
		}
		file := text{path: "/a.md", body: word, time: at(1)}
		for _, s := range []float64{1, 9, 12, 30} {
			texts := []text{file}
			if s > 10 {
				texts = append(texts, text{path: "/a.md", time: at(11), journal: true})
			}
			if missing := l.look(texts, at(s)); len(missing) > 0 {
				t.Errorf("after %v s: %q", s, missing)
			}
		}
		missing := l.look([]text{{path: "/a.md", time: at(31)}}, at(31))
		if (len(missing) == 0) != wild {
			t.Errorf("with a wild step %v: %q are missing", wild, missing)
		}
	}
}

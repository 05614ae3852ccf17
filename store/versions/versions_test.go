package versions

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const post = "/site/content/a/index.md"

func texts(t *testing.T, s *Store) []string {
	t.Helper()
	list, err := s.List(post)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range list {
		text, err := s.Load(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}

func put(t *testing.T, s *Store, text string, at int) {
	t.Helper()
	if err := s.Put(post, text, time.Unix(int64(at), 0)); err != nil {
		t.Fatal(err)
	}
}

func TestVersionsComeBackNewestFirstAndOnce(t *testing.T) {
	s := New(t.TempDir())
	put(t, s, "one", 1)
	put(t, s, "two", 2)
	put(t, s, "one", 3) // back to the first text: kept once, with the newer time
	put(t, s, "two", 1) // an older time does not move it
	if got := strings.Join(texts(t, s), ","); got != "one,two" {
		t.Errorf("got %s", got)
	}
	if list, _ := s.List("/another.md"); len(list) != 0 {
		t.Errorf("another post has %d versions", len(list))
	}
}

func TestTheOldestGoBeyondTheBound(t *testing.T) {
	s := New(t.TempDir())
	for i := range MaxCount + 5 {
		put(t, s, fmt.Sprint("text ", i), i)
	}
	got := texts(t, s)
	if len(got) != MaxCount || got[0] != fmt.Sprint("text ", MaxCount+4) || got[MaxCount-1] != "text 5" {
		t.Errorf("got %d versions from %q to %q", len(got), got[0], got[len(got)-1])
	}
}

func TestAnUnknownTimeIsKept(t *testing.T) {
	s := New(t.TempDir())
	if err := s.Put(post, "one", time.Time{}); err != nil {
		t.Fatal(err)
	}
	put(t, s, "two", -5)
	put(t, s, "three", 5)
	if got := texts(t, s); len(got) != 3 || got[0] != "three" {
		t.Errorf("got %q", got)
	}
}

func TestADamagedVersionIsAnError(t *testing.T) {
	s := New(t.TempDir())
	put(t, s, strings.Repeat("中文 text\n", 50), 1)
	list, _ := s.List(post)
	whole, err := os.ReadFile(list[0].file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		broken := append([]byte(nil), whole...)
		broken[i] ^= 1
		if err := os.WriteFile(list[0].file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if text, err := s.Load(list[0]); err == nil && text != strings.Repeat("中文 text\n", 50) {
			t.Fatalf("byte %d broken: a wrong text without an error", i)
		}
	}
}

func TestVersionsFollowAPost(t *testing.T) {
	s := New(t.TempDir())
	put(t, s, "one", 1)
	if err := s.Move(post, "/site/content/b/index.md"); err != nil {
		t.Fatal(err)
	}
	list, _ := s.List("/site/content/b/index.md")
	if len(list) != 1 || len(texts(t, s)) != 0 {
		t.Errorf("got %d versions at the new path, %d at the old", len(list), len(texts(t, s)))
	}
}

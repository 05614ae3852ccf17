package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAHandThatDoesNotAnswerIsNamed(t *testing.T) {
	sh := filepath.Join(t.TempDir(), "xdrive")
	script := "#!/bin/sh\nread first\necho ok 1\nread second\nexec sleep 100\n"
	if err := os.WriteFile(sh, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	h, err := newHand(sh, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	h.limit = 10 * time.Second
	if out, err := h.do("name"); out != "1" || err != nil {
		t.Fatalf("name: %q, %v", out, err)
	}
	h.limit = 50 * time.Millisecond
	if _, err := h.do("key a"); err == nil || !strings.Contains(err.Error(), `did not answer "key a"`) {
		t.Fatalf("no answer: %v", err)
	}
	h.limit = 10 * time.Second
	if _, err := h.do("key b"); err == nil {
		t.Fatal("an xdrive that was ended answers")
	}
}

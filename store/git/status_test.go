package git

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatusIsReadAsGitWritesIt(t *testing.T) {
	out := strings.Join([]string{
		"# branch.oid 1234", "# branch.head main", "# branch.upstream origin/main", "# branch.ab +2 -1",
		"1 .M N... 100644 100644 100644 aaaa bbbb a b.md",
		"1 A. N... 000000 100644 100644 0000 bbbb staged.md",
		"1 .D N... 100644 100644 000000 aaaa aaaa gone.md",
		"1 D. N... 100644 000000 000000 aaaa 0000 removed.md",
		"1 .M SC.. 160000 160000 160000 aaaa bbbb themes/x",
		"2 R. N... 100644 100644 100644 aaaa aaaa R100 new name.md", "old name.md",
		"u UU N... 100644 100644 100644 100644 a b c both.md",
		"? new\nline.md", "! public/",
	}, "\x00") + "\x00"
	got, err := parseStatus([]byte(out))
	if err != nil {
		t.Fatal(err)
	}
	want := &Status{
		Head: "1234", Branch: "main", Upstream: "origin/main", Ahead: 2, Behind: 1, Known: true,
		Changes: []Change{
			{Name: "a b.md"},
			{Name: "staged.md", Staged: true},
			{Name: "gone.md", Deleted: true},
			{Name: "removed.md", Staged: true, Deleted: true},
			{Name: "themes/x", Submodule: true},
			{Name: "new name.md", Old: "old name.md", Staged: true},
			{Name: "both.md", Staged: true, Conflict: true},
			{Name: "new\nline.md", Untracked: true},
			{Name: "public/", Ignored: true},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	for _, bad := range []string{"1 .M", "2 R. N... 100644 100644 100644 aaaa aaaa R100 x", "9 what"} {
		if s, err := parseStatus([]byte(bad)); err == nil {
			t.Errorf("%q gives %v", bad, s)
		}
	}
}

// FuzzStatus: nothing that a program answers ends this one.
func FuzzStatus(f *testing.F) {
	f.Add([]byte("# branch.oid (initial)\x00# branch.head (detached)\x001 .M N... 1 1 1 a b x\x002 R. N... 1 1 1 a b R9 y\x00z\x00"))
	f.Add([]byte("u UU N... 1 1 1 1 a b c x\x00? \x00! \x00"))
	f.Fuzz(func(t *testing.T, out []byte) {
		s, err := parseStatus(out)
		if (s == nil) == (err == nil) {
			t.Errorf("%v and %v", s, err)
		}
	})
}

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkStart is a whole process that prints the version: the start of every
// package that the command line links. The budget is 50 ms.
func BenchmarkStart(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(b.TempDir(), "lanyard") // TestMain is the program under this name
	if err := os.Symlink(self, name); err != nil {
		b.Skip("no symbolic links here:", err)
	}
	for b.Loop() {
		if out, err := exec.Command(name, "version").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

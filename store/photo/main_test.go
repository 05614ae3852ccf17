package photo

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the decoder's child process.
func TestMain(m *testing.M) {
	if ChildMain(os.Args) {
		return
	}
	os.Exit(m.Run())
}

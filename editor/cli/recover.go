package cli

import (
	"fmt"
	"path/filepath"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/recovery"
)

// openStore is store.Open after what a killed program left half done there has been finished or taken back. Posts are read as the installed Hugo
// reads them.
func (c *call) openStore(path string) (*store.Folder, string, error) {
	if abs, err := filepath.Abs(path); err == nil {
		c.settle(filepath.Dir(abs)) // the page itself may be where it should not be
	}
	f, post, err := store.Open(path)
	if err == nil {
		c.settle(f.Boundary())
		f.ReadAs(func() string { return c.hugo()(c.ctx) })
	}
	return f, post, err
}

// settle puts in order what killed programs left in a folder. What it cannot is said, and hinders no command.
func (c *call) settle(root string) {
	if _, err := recovery.Settle(store.StateDir(), root, nil); err != nil {
		fmt.Fprintf(c.env.Stderr, "lanyard: after a program that was killed: %v\n", err)
	}
}

// sweep removes the temporary files of killed programs from the folder of a post, once a command.
func (c *call) sweep(dir string) {
	if c.swept == nil {
		c.swept = map[string]bool{}
	}
	if !c.swept[dir] {
		c.swept[dir] = true
		_ = atomicfile.Sweep(dir) // what cannot be removed is hidden
	}
}

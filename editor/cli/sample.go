package cli

import (
	"fmt"
	"path/filepath"

	"lanyard/assets"
	"lanyard/store"
)

// runSample writes the sample site. Nothing is overwritten.
func runSample(c *call) error {
	dir, err := filepath.Abs(c.args[0])
	if err != nil {
		return store.Wrap("write sample", c.args[0], err)
	}
	if err := assets.Sample(dir); err != nil {
		return store.Wrap("write sample", c.args[0], err)
	}
	fmt.Fprintln(c.out, shown(dir))
	return nil
}

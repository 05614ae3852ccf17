//go:build !unix

package cli_test

import "errors"

const canFIFO = false

func makeFIFO(string) error { return errors.ErrUnsupported }

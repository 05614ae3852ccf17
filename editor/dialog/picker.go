//go:build !windows && !darwin

package dialog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pickerName is the program built from gtkpicker. It lies beside the main one.
const pickerName = "lanyard-picker"

// picker runs the GTK chooser as a program of its own: GTK cannot share a process with the window's GLFW. The program
// prints the chosen path and a NUL; it exits with 0 for a choice, 1 for none, anything else when it cannot show.
type picker struct {
	find func() (string, error)
}

func (p picker) Folder(ctx context.Context, title, start string) (string, error) {
	return p.run(ctx, "folder", "-title", title, "-start", start)
}

func (p picker) Files(ctx context.Context, title, start string, filters []Filter) ([]string, error) {
	args := []string{"file", "-title", title, "-start", start}
	for _, f := range filters {
		args = append(args, "-filter", f.Name+"="+strings.Join(f.Extensions, ","))
	}
	path, err := p.run(ctx, args...)
	if err != nil {
		return nil, err
	}
	return []string{path}, nil
}

func (p picker) Save(ctx context.Context, title, start, name string) (string, error) {
	return p.run(ctx, "save", "-title", title, "-start", start, "-name", name)
}

func (p picker) run(ctx context.Context, args ...string) (string, error) {
	program, err := p.find()
	if err != nil {
		return "", fmt.Errorf("%w: %w", errUnavailable, err)
	}
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.As(err, &exit) && exit.ExitCode() == 1:
		return "", ErrCancelled
	case err != nil:
		return "", fmt.Errorf("%w: run %q: %w: %s", errUnavailable, program, err, bytes.TrimSpace(said.Bytes()))
	}
	path, _, found := strings.Cut(out.String(), "\x00")
	if !found || !filepath.IsAbs(path) {
		return "", fmt.Errorf("%w: %q printed no path", errUnavailable, program)
	}
	return path, nil
}

// beside looks for the picker in the folder of this program. PATH is not searched: a program of that name elsewhere is
// not ours.
func beside() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(self); err == nil {
		self = real
	}
	return exec.LookPath(filepath.Join(filepath.Dir(self), pickerName))
}

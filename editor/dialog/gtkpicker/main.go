//go:build gtkpicker && cgo && linux

// Command gtkpicker shows one GTK file chooser and prints what was picked, ended by a NUL. It is a program of its own
// because importing the chooser initialises GTK, which cannot share a process with the window. It needs GTK 3 and its
// headers, so the tag gtkpicker keeps it out of every other build; it is installed as lanyard-picker.
//
//	lanyard-picker folder|file|save [-title T] [-start DIR] [-name NAME] [-filter NAME=EXT,EXT]…
//
// The exit code is 0 for a choice, 1 for a closed chooser, 2 for wrong usage, 3 when the chooser cannot be shown.
package main

// #cgo pkg-config: gio-2.0
// #include <gio/gio.h>
//
// // A chooser that begins in "recent files", GTK's own start, has no current folder: its Open button is off and the
// // start that was asked for is ignored. The setting is kept in memory, so that nothing of the person's changes.
// static void begin_in_working_directory(void) {
//	g_setenv("GSETTINGS_BACKEND", "memory", TRUE);
//	GSettingsSchemaSource *source = g_settings_schema_source_get_default();
//	if (source == NULL) return;
//	GSettingsSchema *schema = g_settings_schema_source_lookup(source, "org.gtk.Settings.FileChooser", TRUE);
//	if (schema == NULL) return;
//	if (g_settings_schema_has_key(schema, "startup-mode")) {
//		GSettings *settings = g_settings_new_full(schema, NULL, NULL);
//		g_settings_set_string(settings, "startup-mode", "cwd");
//		g_object_unref(settings);
//	}
//	g_settings_schema_unref(schema);
// }
import "C"

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/sqweek/dialog"
)

func main() {
	runtime.LockOSThread() // GTK stays on the thread it was initialised on
	path, code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "lanyard-picker:", err)
	}
	if code == 0 {
		if _, err := io.WriteString(os.Stdout, path+"\x00"); err != nil {
			code = 3
		}
	}
	os.Exit(code)
}

func run(args []string) (path string, code int, err error) {
	if len(args) == 0 {
		return "", 2, errors.New("folder, file or save is missing")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	title := flags.String("title", "", "what the window asks")
	start := flags.String("start", "", "folder to begin in")
	name := flags.String("name", "", "name on offer for a new file")
	var filters []string
	flags.Func("filter", "NAME=EXT,EXT", func(v string) error {
		if !strings.Contains(v, "=") {
			return errors.New("no = in it")
		}
		filters = append(filters, v)
		return nil
	})
	if err := flags.Parse(args[1:]); err != nil {
		return "", 2, nil // flag has said why
	}
	defer func() {
		if r := recover(); r != nil { // the library panics without a display
			path, code, err = "", 3, fmt.Errorf("%v", r)
		}
	}()
	path, err = choose(args[0], *title, *start, *name, filters)
	switch {
	case errors.Is(err, dialog.ErrCancelled):
		return "", 1, nil
	case errors.Is(err, errUsage):
		return "", 2, err
	case err != nil:
		return "", 3, err
	}
	return path, 0, nil
}

var errUsage = errors.New("unknown kind of chooser")

func choose(kind, title, start, name string, filters []string) (string, error) {
	if start != "" {
		// The library leaves the start of a folder chooser to GTK, which is told to begin in the working directory.
		if err := os.Chdir(start); err != nil {
			start = ""
		}
	}
	C.begin_in_working_directory()
	switch kind {
	case "folder":
		return dialog.Directory().Title(title).Browse()
	case "file":
		b := dialog.File().Title(title).SetStartDir(start)
		for _, f := range filters {
			desc, list, _ := strings.Cut(f, "=")
			b = b.Filter(desc, bothCases(strings.Split(list, ","))...)
		}
		return b.Load()
	case "save":
		return dialog.File().Title(title).SetStartDir(start).SetStartFile(name).Save()
	}
	return "", fmt.Errorf("%w: %q", errUsage, kind)
}

// bothCases adds the upper-case extensions: GTK's patterns tell the cases apart, and cameras write IMG_1.JPG.
func bothCases(exts []string) []string {
	var all []string
	for _, e := range exts {
		all = append(all, e)
		if up := strings.ToUpper(e); up != e {
			all = append(all, up)
		}
	}
	return all
}

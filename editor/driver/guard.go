package driver

import (
	"fmt"
	"reflect"
	"runtime/debug"

	"fyne.io/fyne/v2"
)

const (
	fyneModule  = "fyne.io/fyne/v2"
	fyneVersion = "v2.8.1" // the one that links.go was compared with
)

// fits reports why the linked names may not be used: the driver and the canvas are handed to them as bare pointers, so another type, or
// another version of the same one, would be read as what it is not. A build that does not say its version is judged by the types alone.
func fits(d fyne.Driver, c fyne.Canvas) error {
	for _, is := range []struct {
		v    any
		name string
	}{{d, "gLDriver"}, {c, "glCanvas"}} {
		t := reflect.TypeOf(is.v)
		if t == nil || t.Kind() != reflect.Pointer || t.Elem().PkgPath() != glfwPackage || t.Elem().Name() != is.name {
			return fmt.Errorf("%v is not *%s.%s", t, glfwPackage, is.name)
		}
	}
	return sameVersion()
}

// sameVersion reports why the Fyne in this program is not the one that links.go was compared with.
func sameVersion() error {
	if info, ok := debug.ReadBuildInfo(); ok {
		return versionFits(info.Deps)
	}
	return nil
}

func versionFits(deps []*debug.Module) error {
	for _, m := range deps {
		if m.Path == fyneModule && (m.Replace != nil || m.Version != fyneVersion) {
			return fmt.Errorf("%s is not %s of %s", m.Version, fyneVersion, fyneModule)
		}
	}
	return nil
}

package watch

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// isRemote reports whether root lies on a network drive. Its server sends events, but not every server does.
func isRemote(root string) bool {
	volume := filepath.VolumeName(root)
	if strings.HasPrefix(volume, `\\`) {
		return true
	}
	drive, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(drive) == windows.DRIVE_REMOTE
}

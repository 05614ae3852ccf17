//go:build darwin || freebsd || dragonfly

package watch

import "golang.org/x/sys/unix"

// isRemote reports whether others can write the file system without this kernel's knowledge.
func isRemote(root string) bool {
	var st unix.Statfs_t
	return unix.Statfs(root, &st) == nil && uint64(st.Flags)&unix.MNT_LOCAL == 0
}

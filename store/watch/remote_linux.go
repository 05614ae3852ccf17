package watch

import "golang.org/x/sys/unix"

// isRemote reports whether others can write the file system without this kernel's knowledge. FUSE is what sshfs, cloud drives and virtual
// machines use; that some local file systems do too costs them a poll.
func isRemote(root string) bool {
	var st unix.Statfs_t
	if unix.Statfs(root, &st) != nil {
		return false
	}
	switch uint32(st.Type) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC,
		unix.V9FS_MAGIC, unix.AFS_SUPER_MAGIC, unix.AFS_FS_MAGIC, unix.CEPH_SUPER_MAGIC, unix.CODA_SUPER_MAGIC, unix.NCP_SUPER_MAGIC,
		unix.OCFS2_SUPER_MAGIC,
		0x01161970, // GFS2
		0x0BD00BD0, // Lustre
		0x786F4256, // VirtualBox shared folders
		0xBACBACBC: // VMware shared folders
		return true
	}
	return false
}

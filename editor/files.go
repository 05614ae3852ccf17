package editor

import (
	"net/url"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/dialog"
)

// pictureFilters are the kinds of files that the photo chooser shows.
func pictureFilters() []dialog.Filter {
	return []dialog.Filter{{Name: assets.T("window.photos.choose"), Extensions: []string{
		"jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "heif", "tif", "tiff", "bmp", "svg",
	}}}
}

// uriOf is the address of a file or folder.
func uriOf(path string) *url.URL { return &url.URL{Scheme: "file", Path: filepath.ToSlash(path)} }

// fileURI is the path of a file: address.
func fileURI(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	return filepath.FromSlash(u.Path), true
}

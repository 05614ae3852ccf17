package publish

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"
)

// Open opens a file of a site: store.Folder.OpenFile.
type Open func(path string) (*os.File, fs.FileInfo, error)

// maxText is how much of a file is compared as text.
const maxText = 4 << 20

// readText reads a file of moderate size; a larger one is no text to be compared.
func readText(path string, open Open) ([]byte, error) {
	f, _, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if len(data) > maxText {
		return []byte{0}, err
	}
	return data, err
}

func isText(data []byte) bool { return bytes.IndexByte(data, 0) < 0 && utf8.Valid(data) }

package instance

import (
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// A request is its length, four bytes little endian, a word that says what it is, and the paths, each before a zero byte: a path may hold any
// other byte, also such as are no UTF-8.
const (
	hello      = "LANYARD-OPEN-1"
	reply      = "LANYARD-OK\n"
	maxRequest = 1 << 20
)

var errRequest = errors.New("not a request of ours")

func request(paths []string) ([]byte, error) {
	body := []byte(hello)
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		body = append(body, 0)
		body = append(body, abs...)
	}
	if len(body) > maxRequest {
		return nil, errors.New("too many paths")
	}
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...), nil
}

func readRequest(r io.Reader) ([]string, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n < uint32(len(hello)) || n > maxRequest {
		return nil, errRequest
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	word, rest, more := strings.Cut(string(body), "\x00")
	if word != hello {
		return nil, errRequest
	}
	if !more {
		return nil, nil
	}
	paths := strings.Split(rest, "\x00")
	for _, p := range paths {
		if !filepath.IsAbs(p) {
			return nil, errRequest
		}
	}
	return paths, nil
}

package svg

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
)

var blanks = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "")

// unbase64 reads the packed form, with line breaks as programs put them in, and percent escapes.
func unbase64(v string) ([]byte, bool) {
	v = blanks.Replace(v)
	if strings.Contains(v, "%") {
		var err error
		if v, err = url.PathUnescape(v); err != nil {
			return nil, false
		}
	}
	v = strings.TrimRight(v, "=")
	b, err := base64.RawStdEncoding.DecodeString(v)
	return b, err == nil && len(b) > 0
}

func unescape(v string) ([]byte, bool) {
	s, err := url.PathUnescape(v)
	return []byte(s), err == nil && s != ""
}

var parameter = regexp.MustCompile(`(?i);base64`)

// encode makes a data: address; head is its beginning up to the comma, as it was.
func encode(head, data []byte) []byte {
	head = parameter.ReplaceAll(bytes.TrimSuffix(head, []byte(",")), nil)
	return append(append(bytes.Clone(head), ";base64,"...), base64.StdEncoding.EncodeToString(data)...)
}

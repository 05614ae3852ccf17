package editor

import (
	"context"
	"fmt"
	"image"
	"io"
	"net/http"
	"path"
	"time"

	"lanyard/store/photo"
	"lanyard/store/reach"
)

const (
	fetchTime = 20 * time.Second
	fetchSize = 20 << 20 // bytes
	fetchSide = 2048     // pixels
)

// fetchPicture gets a picture from the network, which happens only after a click on its box. No page learns where the request comes from, and
// only an address that the author saw, with a number or localhost for its host, leads to this computer or into the network around it.
func fetchPicture(ctx context.Context, address string) (image.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "Lanyard")
	req.Header.Set("Accept", "image/*")
	f := reach.New(req.URL, fetchTime)
	defer f.HTTP.CloseIdleConnections()
	res, err := f.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch %q: the server says %s", address, res.Status)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, fetchSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > fetchSize {
		return nil, fmt.Errorf("fetch %q: more than %d MB", address, fetchSize>>20)
	}
	return photo.DecodeData(ctx, path.Base(req.URL.Path), data, fetchSide, fetchSide)
}

package editor

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"lanyard/editor/ask"
)

// webServer notes what it is asked.
type webServer struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // path and Referer
}

func newWebServer(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *webServer {
	s := &webServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path+" "+r.Header.Get("Referer"))
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// A picture that was clicked may be on this computer, where its address says so; nothing that it leads to may.
func TestAFetchLeadsNowhereIntoTheLocalNetwork(t *testing.T) {
	data := photoOf(t, 30, 20)
	inner := newWebServer(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(data) })
	port := inner.URL[strings.LastIndex(inner.URL, ":")+1:]
	targets := map[string]string{
		"/number": inner.URL + "/secret", "/name": "http://localhost:" + port + "/secret", "/zero": "http://0.0.0.0:" + port + "/secret",
		"/v6": "http://[::1]:" + port + "/secret", "/mapped": "http://[::ffff:127.0.0.1]:" + port + "/secret",
		"/router": "http://192.168.1.1/reboot", "/file": "file:///etc/passwd", "/endless": "/endless",
	}
	outer := newWebServer(t, func(w http.ResponseWriter, r *http.Request) {
		if to := targets[r.URL.Path]; to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		if r.URL.Path == "/moved.jpg" {
			http.Redirect(w, r, "/picture.jpg", http.StatusMovedPermanently)
			return
		}
		_, _ = w.Write(data)
	})
	for path := range targets {
		if m, err := fetchPicture(context.Background(), outer.URL+path); err == nil {
			t.Errorf("%s: a picture of %v", path, m.Bounds())
		}
	}
	if len(inner.asked) > 0 {
		t.Errorf("the inner server was asked: %q", inner.asked)
	}
	outer.asked = nil
	if _, err := fetchPicture(context.Background(), outer.URL+"/moved.jpg"); err != nil {
		t.Errorf("a redirect on the server that was clicked: %v", err)
	}
	for _, a := range outer.asked {
		if !strings.HasSuffix(a, " ") {
			t.Errorf("a referrer was sent: %q", a)
		}
	}
}

// A name is refused when it has become a number, not before.
func TestANameThatLeadsIntoTheLocalNetworkIsRefusedWhenItIsDialled(t *testing.T) {
	inner := newWebServer(t, func(w http.ResponseWriter, r *http.Request) {})
	port := inner.URL[strings.LastIndex(inner.URL, ":")+1:]
	clicked, _ := url.Parse("http://pictures.example/a.jpg")
	f := newFetcher(clicked)
	conn, err := f.dial(t.Context(), "tcp", "localhost:"+port) // as if pictures.example were looked up
	if err == nil {
		conn.Close()
	}
	if !errors.Is(err, errPrivateAddress) {
		t.Errorf("got %v, want errPrivateAddress", err)
	}
	if text := ask.Explain(err); text == "" || strings.Contains(text, "dial tcp") {
		t.Errorf("it is explained as %q", text)
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, a := range []string{"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"} {
		if !isPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is not public", a)
		}
	}
	for _, a := range []string{
		"127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3",
		"224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
		"::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::127.0.0.1", "fec0::1",
	} {
		if isPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
}

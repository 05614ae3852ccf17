package editor

import (
	"context"
	"fmt"
	"image"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"lanyard/store/photo"
)

const (
	fetchTime  = 20 * time.Second
	fetchSize  = 20 << 20 // bytes
	fetchSide  = 2048     // pixels
	fetchHops  = 5        // redirects
	fetchProxy = 4        // proxies of the environment
)

// errPrivateAddress: a name or a redirect leads to this computer or into the network around it, where the request of a stranger's page has no
// business: routers and services there act on a request alone.
var errPrivateAddress error = privateAddress{}

type privateAddress struct{}

func (privateAddress) Error() string { return "the address leads into the local network" }

// Say is the error as a sentence for a person.
func (privateAddress) Say(t func(id string, values ...any) string) string {
	return t("window.fetch.private")
}

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
	f := newFetcher(req.URL)
	defer f.client.CloseIdleConnections()
	res, err := f.client.Do(req)
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

// fetcher makes one request and follows its redirects.
type fetcher struct {
	client *http.Client

	mu   sync.Mutex
	open []string // host:port that may be private: the one that was clicked, and proxies
}

func newFetcher(clicked *url.URL) *fetcher {
	f := &fetcher{}
	if isLocal(clicked.Hostname()) {
		f.open = []string{hostPort(clicked)}
	}
	f.client = &http.Client{
		Transport:     &http.Transport{Proxy: f.proxy, DialContext: f.dial, TLSHandshakeTimeout: fetchTime, ForceAttemptHTTP2: true},
		CheckRedirect: f.redirect,
	}
	return f
}

// proxy is that of the environment. It looks the name up by itself, so that only a host that says what it is can be refused.
func (f *fetcher) proxy(req *http.Request) (*url.URL, error) {
	p, err := http.ProxyFromEnvironment(req)
	if p != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		if at := hostPort(p); len(f.open) <= fetchProxy && !slices.Contains(f.open, at) {
			f.open = append(f.open, at)
		}
	}
	return p, err
}

// redirect refuses what can be refused before a name is looked up, and has Go tell nobody which page led there.
func (f *fetcher) redirect(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	switch {
	case len(via) >= fetchHops:
		return fmt.Errorf("more than %d redirects", fetchHops)
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("a redirect to %s:", req.URL.Scheme)
	case isLocal(req.URL.Hostname()) && !f.allows(hostPort(req.URL)):
		return errPrivateAddress
	}
	return nil
}

// dial connects to an address and refuses it once its name has become a number: a name may have another one each time it is looked up.
func (f *fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: fetchTime}
	if !f.allows(address) {
		d.Control = func(_, number string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(number)
			if err == nil && !isPublic(at.Addr()) {
				err = errPrivateAddress
			}
			return err
		}
	}
	return d.DialContext(ctx, network, address)
}

func (f *fetcher) allows(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.open, address)
}

// hostPort is the address that a URL is connected to.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// isLocal reports whether a host says by itself that it is no public one.
func isLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && !isPublic(addr) || strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}

// notPublic are the ranges beside those that netip knows which no host of the internet has (IANA's special-purpose registries), and those in
// which an IPv4 address stands that is reached through a translator.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("::/96"),
}

// isPublic reports whether an address can be that of a host of the internet.
func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}

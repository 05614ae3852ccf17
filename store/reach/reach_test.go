package reach

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"testing"
	"time"
)

// A name is refused when it has become a number, not before.
func TestANameThatLeadsIntoTheLocalNetworkIsRefusedWhenItIsDialled(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer inner.Close()
	_, port, _ := net.SplitHostPort(inner.Addr().String())
	clicked, _ := url.Parse("http://pictures.example/a.jpg")
	f := New(clicked, time.Minute)
	conn, err := f.dial(t.Context(), "tcp", "localhost:"+port) // as if pictures.example were looked up
	if err == nil {
		conn.Close()
	}
	if !errors.Is(err, ErrPrivate) {
		t.Errorf("got %v, want ErrPrivate", err)
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

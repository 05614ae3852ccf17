package photo

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store/photo/internal/fixture"
	"lanyard/store/photo/internal/heic"
)

// Marks that stand for what is private; none may be in what leaves, in any encoding that a reader of metadata knows.
var marks = []string{"Mallory", "SN77MARK", "GPSLat"}

// tagged writes one file of each kind into a folder and has exiftool put a place, names and serial numbers into it. It gives the extensions
// of those that took the place.
func tagged(t *testing.T, tool, dir string) map[string]bool {
	t.Helper()
	secrets := []string{
		"-m", "-q", "-GPSLatitude=48.858222", "-GPSLongitude=2.2945", "-GPSLatitudeRef=N", "-GPSLongitudeRef=E", "-Artist=Mallory", "-Creator=Mallory",
		"-Author=Mallory", "-SerialNumber=SN77MARK", "-OwnerName=Mallory", "-XMP-photoshop:City=Mallory", "-IPTC:By-line=Mallory", "-Comment=Mallory",
	}
	for ext, data := range fixture.Kinds() {
		path := filepath.Join(dir, "kind."+ext)
		if data != nil {
			write(t, dir, "kind."+ext, data)
		} else if out, err := exec.Command(tool, append(secrets, "-o", path)...).CombinedOutput(); err != nil {
			t.Fatalf("exiftool makes no %s: %v\n%s", ext, err, out)
		}
	}
	// It complains about what it cannot write and goes on; what took the tags is asked below.
	out, _ := exec.Command(tool, append(secrets, "-overwrite_original", dir)...).CombinedOutput()
	t.Logf("exiftool: %s", out)
	took := map[string]bool{}
	list, err := exec.Command(tool, "-m", "-q", "-if", "$GPSLatitude or $GPSCoordinates", "-p", "$FileName", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(list)) {
		took[strings.TrimPrefix(filepath.Ext(name), ".")] = true
	}
	return took
}

// ways is what becomes of each kind.
func ways() map[string]Way {
	out := map[string]Way{}
	for way, exts := range map[Way]string{
		Stripped: "jpg jpeg jpe jfif thm insp mpo png apng gif webp avif jxl jp2 jpx jpm jpf pdf ai eps ps mp4 m4v m4a m4b m4p f4v f4a f4b f4p " +
			"mov qt mqv 3gp 3g2 3gpp 3gp2 dvb lrv insv 360 aax",
		Convert: "heic heif hif tif tiff",
		Refused: "dng gpr nef nrw arw arq sr2 srw pef erf mef mos iiq fff raw cr2 cr3 crm orf ori rw2 rwl mrw dcp crw raf x3f psd psb jxr hdp wdp flif " +
			"mng jng indd mie exv exif xmp vrd",
	} {
		for _, e := range strings.Fields(exts) {
			out[e] = way
		}
	}
	return out
}

// TestNothingPrivateLeavesInAnyKindOfFile is the table of formats against exiftool: whatever it can write a place into is published without
// it, or not at all.
func TestNothingPrivateLeavesInAnyKindOfFile(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed; .ci/deps all installs it")
	}
	src, out := t.TempDir(), t.TempDir()
	took := tagged(t, tool, src)
	if len(took) < 80 {
		t.Errorf("only %d kinds of file took a place: %v", len(took), took)
	}
	dir, s := post(t)
	cleaned := filepath.Join(filepath.Dir(dir), "cleaned")
	if err := os.Mkdir(cleaned, 0o755); err != nil {
		t.Fatal(err)
	}
	want := ways()
	for ext := range fixture.Kinds() {
		name := "kind." + ext
		path := filepath.Join(src, name)
		p, err := JudgeFile(t.Context(), path)
		if err != nil && want[ext] == Refused { // neither is what cannot be read
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", ext, err)
			continue
		}
		way, ok := want[ext]
		if !ok || p.Way != way {
			t.Errorf("%s: judged %d, want %d", ext, p.Way, way)
		}
		if took[ext] && p.Way != Refused && !tells(p, PrivateGPS) {
			t.Errorf("%s: has a place, but only %v was found", ext, p.Private)
		}
		data := read(t, path)
		publish(t, out, name, data)
		if _, err := Import(t.Context(), path, dir, s); err != nil && p.Way == Stripped && p.Format != Unknown && p.Format != AVIF {
			t.Errorf("%s: import: %v", ext, err)
		}
		write(t, cleaned, name, data)
		if c, err := Clean(t.Context(), cleaned, name, s); err != nil || !c.Changed {
			if took[ext] && p.Way == Stripped {
				t.Errorf("%s: clean: %+v, %v", ext, c, err)
			}
			if err := os.Remove(filepath.Join(cleaned, name)); err != nil { // it says that it did not clean it
				t.Error(err)
			}
		}
	}
	for _, d := range []string{out, dir, cleaned} {
		assertUnmarked(t, tool, d)
	}
}

func tells(p *Publication, k Private) bool {
	for _, x := range p.Private {
		if x == k {
			return true
		}
	}
	return false
}

// publish writes a file as an export does, or nothing where it is refused.
func publish(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	p, err := Judge(t.Context(), name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if p.Way == Convert {
		b, format, err := p.Converted(t.Context(), Settings{})
		var e *Error
		switch {
		case err == nil:
			write(t, dir, name+format.Ext(), b)
		case p.Format == HEIC && !heic.Available() && errors.As(err, &e) && e.Kind == KindNoDecoder:
		default:
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	var b bytes.Buffer
	n, err := p.WriteTo(&b)
	if p.Way == Refused {
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindPrivate || n != 0 || b.Len() != 0 {
			t.Errorf("%s: refused, but %d bytes were written: %v", name, n, err)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	write(t, dir, name, b.Bytes())
	again, err := Judge(t.Context(), name, bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(again.Private) > 0 {
		t.Errorf("%s: published, but still private: %v, %v", name, again, err)
		return
	}
	var twice bytes.Buffer
	if _, err := again.WriteTo(&twice); err != nil || !bytes.Equal(twice.Bytes(), b.Bytes()) {
		t.Errorf("%s: published twice it is another file (%v)", name, err)
	}
}

// assertUnmarked has exiftool and a look at the bytes find none of the marks.
func assertUnmarked(t *testing.T, tool, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files in %s (%v)", len(files), dir, err)
	}
	out, err := exec.Command(tool, "-a", "-G1", "-u", "-ee", dir).Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	at := ""
	for _, line := range strings.Split(string(out), "\n") {
		if strings.HasPrefix(line, "========") {
			at = line
		}
		if strings.Contains(line, "GPS") || strings.Contains(line, "Mallory") || strings.Contains(line, "SN77MARK") {
			t.Errorf("%s: %s", at, line)
		}
	}
	for _, f := range files {
		b := read(t, filepath.Join(dir, f.Name()))
		for _, m := range marks {
			wide := strings.Join(strings.Split(m, ""), "\x00")
			if bytes.Contains(b, []byte(m)) || bytes.Contains(b, []byte(wide)) {
				t.Errorf("%s still holds %q", f.Name(), m)
			}
		}
	}
}

package atomicfile

import "time"

// lockWait is how long lock waits for another program of ours. It is held for a few
// system calls, so who has it longer was stopped.
const lockWait = time.Second

// lock keeps other programs of ours from exchanging a file of dir between our look
// at it and the end of our exchange, until unlock is called: none may see a text of
// ours that is put back in the next moment. Where the lock cannot be had, or not in
// time, the caller goes on, for the exchange itself finds every change. Nothing is
// left in dir.
func lock(dir string) (unlock func()) {
	f := lockFile(dir)
	if f == nil {
		return func() {}
	}
	end := time.Now().Add(lockWait)
	for pause := 50 * time.Microsecond; tryLock(f) && time.Now().Before(end); pause = min(2*pause, time.Millisecond) {
		<-time.After(pause)
	}
	return func() { f.Close() } // which unlocks it
}

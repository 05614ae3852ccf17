//go:build !linux

package sched

import "time"

// threadID would tell the calling thread from others; here it does not.
func threadID() int { return 0 }

// threadTime is the wall clock where the processor time of a thread is not to be had.
func threadTime() time.Duration { return time.Duration(time.Now().UnixNano()) }

import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Seconds of one run: of the thread's processor time when it works alone, so that what else runs on the machine counts
/// less; of the clock on the wall when several threads share the work.
func timed(_ contestant: any Contestant, _ texts: Texts) throws(TamisError) -> Double {
  let clock = contestant.isAlone ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC
  let start = seconds(clock)
  _ = try contestant.run(texts)
  return max(seconds(clock) - start, 1e-9)
}

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

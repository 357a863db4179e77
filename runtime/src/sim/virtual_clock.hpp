// Virtual time: a thread of the virtual world that plays the thread of the timers.
#pragma once

namespace aria::sim {

// A new schedule: no timers, time zero.
void reset_clock();
// What the clock's thread does: waits until there is a timer, then moves time to it and fires.
[[noreturn]] void run_clock();
// Timers that a schedule has left behind.
bool timers_left();

}  // namespace aria::sim

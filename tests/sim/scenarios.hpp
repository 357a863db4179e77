// The scenarios: one function each, run under many schedules.
#pragma once

namespace scenario {

// channel_scenarios.cpp
void rendezvous();
void buffered();
void unbounded();
void waiters_in_turn();
void room_for_senders();
void close_wakes_all();
void iteration_ends();
void time_limits();
void cancelled_operations();

// select_scenarios.cpp
void select_exchange();
void select_with_cancellation();
void select_with_timer();
void select_closed_and_default();
void select_tasks();
void fallback_is_the_truth();

// task_scenarios.cpp
void cancelled_scope();
void nested_failure();
void deadlines();
void awaits();
void first_of_tasks();
void all_of_tasks();
void limited_wait_for_another();
void actions_called_off();
void tokens_and_callbacks();
void supervised_in_turn();
void shielded();

// lock_scenarios.cpp
void semaphore();
void mutex();
void read_write_lock();
void condition();
void barrier();
void wait_group();
void meeting();

// stuck_workers.cpp: on workers only
void stuck_in_a_call();
void hands_off_while_all_sleep();
void woken_after_replacement();
void calls_one_after_the_other();
void pinned_to_a_spare();

// lock_bias.cpp: on workers only
void one_holder_at_a_time();
void nested_locks();
void bias_changes_hands();

}  // namespace scenario

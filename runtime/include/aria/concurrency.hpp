// Everything about tasks that emitted code of a module with tasks includes.
#pragma once

#include <aria/atomic.hpp>
#include <aria/broadcast.hpp>
#include <aria/cancel.hpp>
#include <aria/channel.hpp>
#include <aria/combinators.hpp>
#include <aria/errors.hpp>
#include <aria/par.hpp>
#include <aria/poll.hpp>
#include <aria/promise.hpp>
#include <aria/runtime.hpp>
#include <aria/scope.hpp>
#include <aria/select.hpp>
#include <aria/supervisor.hpp>
#include <aria/sync.hpp>
#include <aria/task.hpp>
#include <aria/task_local.hpp>
#include <aria/thread.hpp>
#include <aria/time.hpp>
#include <aria/timer.hpp>

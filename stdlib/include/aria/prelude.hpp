// What every emitted file includes: the basic types and functions of the language.
#pragma once

#include <functional>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include <aria/defer.hpp>
#include <aria/error.hpp>
#include <aria/errors.hpp>
#include <aria/std/array.hpp>
#include <aria/std/box.hpp>
#include <aria/std/bytes.hpp>
#include <aria/std/char.hpp>
#include <aria/std/console.hpp>
#include <aria/std/dyn.hpp>
#include <aria/std/enum.hpp>
#include <aria/std/error.hpp>
#include <aria/std/file.hpp>
#include <aria/std/float.hpp>
#include <aria/std/int.hpp>
#include <aria/std/iterator.hpp>
#include <aria/std/map.hpp>
#include <aria/std/object.hpp>
#include <aria/std/option.hpp>
#include <aria/std/process.hpp>
#include <aria/std/random.hpp>
#include <aria/std/range.hpp>
#include <aria/std/record.hpp>
#include <aria/std/result.hpp>
#include <aria/std/set.hpp>
#include <aria/std/shared.hpp>
#include <aria/std/string.hpp>
#include <aria/std/text.hpp>
#include <aria/time.hpp>

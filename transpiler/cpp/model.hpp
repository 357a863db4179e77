// The C++ model: everything that can be printed. Knows no Aria.
#pragma once

#include "cpp/decl.hpp"
#include "cpp/expr.hpp"
#include "cpp/stmt.hpp"
#include "cpp/type.hpp"

// Panics as records. Callable from any thread.
#include <aria/detail/panic_record.hpp>
#include <aria/panic.hpp>

#include "base/trace.hpp"

namespace aria {

namespace detail {

PanicRecord::PanicRecord(std::string_view message, Site site)
    : ErrorRecord(site), message_(message), trace_(current_trace()) {}

void PanicRecord::throw_error() const { throw Panic(ErrorRef::share(const_cast<PanicRecord&>(*this))); }

}  // namespace detail

void panic(std::string_view message, Site site) {
  throw Panic(detail::ErrorRef(new detail::PanicRecord(message, site)));
}

}  // namespace aria

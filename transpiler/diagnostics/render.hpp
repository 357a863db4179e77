// How diagnostics are shown: as text for people, one line each, JSON, or SARIF for code hosts.
#pragma once

#include <cstdint>
#include <string>

#include "diagnostics/sink.hpp"
#include "source/source_manager.hpp"

namespace ariac::diagnostics {

enum class Colour : std::uint8_t { off, on };

std::string render_text(const Listing& listing, const source::SourceManager& sources, Colour colour = Colour::off);

// `src/main.aria:4:15: error[E0301]: expected …`, a line each.
std::string render_short(const Listing& listing, const source::SourceManager& sources);

// One document: {"diagnostics": [{code, severity, message, spans, notes, help, suggestions}]}, ended by a newline.
std::string render_json(const Listing& listing, const source::SourceManager& sources);

// SARIF 2.1.0.
std::string render_sarif(const Listing& listing, const source::SourceManager& sources);

}  // namespace ariac::diagnostics

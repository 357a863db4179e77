// Index: where ProgramInference finds impls and methods without scanning: by trait and outermost part of a type, and by
// that part and name. Filled once from the declarations; the answers of lookups on closed types are kept.
#pragma once

#include "types/program_inference.hpp"

namespace ariac::types {

struct ProgramInference::Index {
  struct Hash {
    std::size_t operator()(std::tuple<std::uint32_t, std::uint8_t, std::uint32_t> key) const {
      std::size_t seed = std::get<0>(key) * 0x9E3779B97F4A7C15ull;
      seed = (seed ^ std::get<1>(key)) * 0x9E3779B97F4A7C15ull;
      return (seed ^ std::get<2>(key)) * 0x9E3779B97F4A7C15ull;
    }
    std::size_t operator()(const std::vector<std::uint32_t>& key) const {
      std::size_t seed = key.size();
      for (std::uint32_t part : key) seed = (seed ^ part) * 0x9E3779B97F4A7C15ull;
      return seed ^ (seed >> 31);
    }
  };
  using Key = std::tuple<std::uint32_t, std::uint8_t, std::uint32_t>;   // trait or name, then a HeadKey
  static Key key(std::uint32_t first, HeadKey head) { return {first, static_cast<std::uint8_t>(head.kind), head.detail}; }

  std::unordered_map<Key, std::vector<DefId>, Hash> impls;              // impls of a trait for a head
  std::unordered_map<DefId, std::vector<DefId>> blanket_impls;          // `impl<T> Trait for T`, by trait
  std::unordered_map<Key, std::vector<DefId>, Hash> methods;            // inherent functions and constants by name and head
  std::unordered_map<Symbol, std::vector<DefId>> trait_methods;         // functions and constants of traits by name
  std::unordered_map<DefId, std::unordered_map<Symbol, DefId>> impl_members;   // functions and constants an impl writes
  std::unordered_map<DefId, std::vector<DefId>> overloads;              // by each of them
  std::unordered_map<DefId, std::vector<Assumption>> owned;             // the bounds a definition's generics state
  std::unordered_map<TypeId, std::vector<Assumption>> by_subject;
  std::unordered_map<std::vector<std::uint32_t>, bool, Hash> known;     // trait, type: structural and derived answers
  std::unordered_set<DefId> reading;                                    // definitions whose bounds are being read
  std::unordered_set<DefId> aliases_open;
  std::unordered_map<DefId, bool> signing;                              // signatures being made
  DefId scope;                                                          // the function whose body is inferred
  int depth = 0;                                                        // of nested impl lookups
};

}  // namespace ariac::types

// Two lists, one word after another. tests/contract/library_functions.py compares the first with the headers.
#include "cpp/argument_lookup.hpp"

#include "cpp/word_list.hpp"

namespace ariac::cpp {
namespace {

constexpr std::string_view kOfTheLibrary =
    " "
    "abs acos add after all and_then any append_file args asin assert_ assert_eq assert_ne at atan atan2 await_all "
    "await_any await_first await_results begin block_on bounded breakable broadcast cancel cause cbrt ceil chain char "
    "check_invariant checked clamp closed cmp collect compact cos cosh create_folder current_task days dbg deadline "
    "div drop each each_char each_line end ensure enumerate env eprint eprintln eq errors exit exp expect fence field "
    "file_exists filter flatten floor floor_div flush_output format fraction from function_scope gather get_or_insert "
    "hash here hold hours hypot id in_turn innermost_scope inspect interval into is_copied is_finite is_infinite is_nan is_negative "
    "is_none is_positive is_some is_zero iter list_folder ln log log10 log2 make_shared map map_or max message method min "
    "minutes mod mpmc mpsc ms mul name neg ns nursery ok_or ok_or_else or_ or_else otherwise panic par par_map poll pow print "
    "println program_arguments race raise random random_int range range_exclusive range_from range_to "
    "range_to_exclusive read_file read_line reassign record recv recv_keeping rem remove_file rendezvous replace require returning "
    "root_scope round round_to run_async_main run_main runtime_metrics scope seconds seed_random select select_any shutdown_runtime "
    "select_biased send shared_from shield signum sin sinh sleep sort_by_mut spawn_detached spawn_thread spsc sqrt "
    "standard_input stdin_lines step sub supervisor suppressed tag take tan tanh then ticker timeout to_array to_bits "
    "to_degrees to_float to_float32 to_int to_json to_map to_radians to_string transpose truncate type_name unreachable unwrap unwrap_or "
    "unwrap_or_else unzip us value with_cleanup with_runtime write_file xor_ yield_now zip ";

constexpr std::string_view kOfTheStandard =
    " "
    "accumulate adjacent_find advance all_of any_cast any_of apply back_inserter begin binary_search bind clamp copy "
    "copy_if count count_if cref data destroy distance empty end equal equal_range exchange fill fill_n find "
    "find_first_of find_if find_if_not for_each forward forward_as_tuple generate get get_if holds_alternative "
    "includes inner_product inserter invoke iota is_permutation is_sorted lexicographical_compare lower_bound "
    "make_optional make_pair make_tuple max max_element merge min min_element minmax mismatch move move_if_noexcept "
    "next none_of not_fn nth_element partial_sum partition partition_copy partition_point prev rbegin reduce ref "
    "remove remove_if rend replace replace_if reverse reverse_copy rotate sample search set_difference "
    "set_intersection set_symmetric_difference set_union shuffle size sort ssize stable_partition stable_sort swap "
    "swap_ranges tie to_address to_string transform tuple_cat unique unique_copy upper_bound visit ";

}  // namespace

bool is_found_by_arguments(std::string_view name) {
  return has_word(kOfTheLibrary, name) || has_word(kOfTheStandard, name);
}

}  // namespace ariac::cpp

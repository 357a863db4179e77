// Arguments: which argument goes to which parameter (positional, named, spread, block, default), and their types.
#include <algorithm>
#include <array>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/near_name.hpp"
#include "resolve/familiar_names.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out;
}

// The functions of the library that show one value.
bool prints(const CalleeView& callee) {
  constexpr std::array kPrinting{"function `println`", "function `print`", "function `eprintln`", "function `eprint`"};
  return std::ranges::find(kPrinting, callee.what) != kPrinting.end();
}

// `x |> f(a)`: the first argument stands before the callee.
std::string pipe_advice(const ast::Call* call) {
  const bool piped = call != nullptr && !call->arguments.empty() && call->arguments.front().range.begin < call->callee->range.begin;
  if (!piped) return "";
  return call->arguments.size() == 1 ? "`x |> f` calls `f(x)`" : "`x |> f(a)` calls `f(x, a)`; to call what `f(a)` gives, put it in parentheses: `x |> (f(a))`";
}

const ast::Lambda* as_lambda(const ArgSource& source) { return ast::as<ast::Lambda>(source.value); }

}  // namespace

std::size_t BodyInference::lambda_arity(const ast::Lambda& lambda) const {
  if (lambda.form == ast::LambdaForm::member) return 1;
  auto found = bindings.implicit_it.find(lambda.id);
  if (lambda.params.empty() && found != bindings.implicit_it.end() && found->second) return 1;
  return lambda.params.size();
}

// How the block that a call lacks begins, where one is all that it lacks.
std::string BodyInference::missing_block(const CalleeView& callee, const std::vector<bool>& given) {
  const auto lacks = [&](std::size_t i) { return !given[i] && !callee.params[i].has_default && !callee.params[i].rest; };
  std::size_t last = callee.params.size();
  for (std::size_t i = 0; i < callee.params.size(); ++i) {
    if (lacks(i) && last < callee.params.size()) return "";
    if (lacks(i)) last = i;
  }
  if (last == callee.params.size() || !callee.params[last].type.valid()) return "";
  const Type& type = store[head(callee.params[last].type)];
  if (type.kind != TypeKind::function) return "";
  constexpr std::array kNames{"{ … }", "{ |a| … }", "{ |a, b| … }", "{ |a, b, c| … }"};
  const std::size_t taken = type.args.size() - 1;
  return taken < kNames.size() ? kNames[taken] : "";
}

bool BodyInference::match_arguments(const ast::Expr& at, const ast::Call* call, const CalleeView& callee, std::size_t skipped,
                                    std::vector<ArgSource>& out) {
  const std::size_t count = callee.params.size();
  out.assign(count, ArgSource{ArgSource::Kind::default_value, nullptr, {}});
  std::vector<bool> given(count, false);
  const bool has_rest = count > 0 && callee.params.back().rest;
  bool fits = true;
  bool named_before = false;
  std::size_t next = 0;
  std::size_t positional = 0;
  const std::span<const ast::Argument> arguments = call != nullptr ? call->arguments.subspan(skipped) : std::span<const ast::Argument>();
  auto note_declared = [&](diagnostics::Report report) {
    if (callee.declared.valid()) report.label(callee.declared, "declared here");
  };
  const ast::Argument* first_extra = nullptr;
  for (const ast::Argument& argument : arguments) {
    if (argument.name) {
      named_before = true;
      std::size_t k = 0;
      while (k < count && callee.params[k].name != argument.name.symbol) ++k;
      if (k == count) {
        fits = false;
        std::vector<std::string_view> names;
        for (const ParamView& param : callee.params)
          if (param.name.valid()) names.push_back(program.text(param.name));
        const std::string written(program.text(argument.name.symbol));
        auto report = error(argument.name.range, diag::UnknownArgument{.what = callee.what, .part = callee.is_constructor ? "field" : "parameter", .name = written});
        std::string all;
        for (std::string_view name : names) all += (all.empty() ? "`" : ", `") + std::string(name) + "`";
        if (const auto near = resolve::near_name(written, names)) report.suggest(argument.name.range, *near, "did you mean `" + *near + "`?");
        else if (!all.empty()) report.help("it has " + all);
        note_declared(report);
        continue;
      }
      if (given[k]) {
        fits = false;
        error(argument.range, diag::RepeatedArgument{.name = program.text(argument.name.symbol)});
        continue;
      }
      given[k] = true;
      out[k] = {ArgSource::Kind::value, argument.value, {}};
      continue;
    }
    if (argument.spread && !(has_rest && next + 1 >= count)) {
      fits = false;
      auto report = error(argument.range, diag::SpreadNotTaken{.what = callee.what});
      const std::string own = next < count && callee.params[next].name.valid() ? "`" + std::string(program.text(callee.params[next].name)) + "`" : "a parameter";
      report.primary(has_rest ? own + " needs an argument of its own: only the last parameter takes a spread" : "it has no `...` parameter that a spread could fill");
      note_declared(std::move(report));
      continue;
    }
    if (named_before) {
      fits = false;
      error(argument.range, diag::PositionalAfterNamed{}).help("name it, or move it before the named ones");
      continue;
    }
    ++positional;
    while (next < count && given[next] && !callee.params[next].rest) ++next;
    if (next < count && callee.params[next].rest) {
      given[next] = true;
      out[next].kind = ArgSource::Kind::rest;
      out[next].rest.push_back(&argument);
    } else if (next < count) {
      given[next] = true;
      out[next++] = {ArgSource::Kind::value, argument.value, {}};
    } else if (first_extra == nullptr) {
      first_extra = &argument;
    }
  }
  if (call != nullptr && call->block != nullptr) {
    std::size_t k = count;
    for (std::size_t i = count; i-- > 0;)
      if (!given[i] && !callee.params[i].rest && (!callee.params[i].type.valid() || store[head(callee.params[i].type)].kind == TypeKind::function ||
                                                  is_open(callee.params[i].type) || absorbs(callee.params[i].type))) {
        k = i;
        break;
      }
    if (k == count) {
      fits = false;
      note_declared(error(call->block->range, diag::BlockNotTaken{.what = callee.what}));
    } else {
      given[k] = true;
      out[k] = {ArgSource::Kind::value, call->block, {}};
    }
  }
  if (first_extra != nullptr) {
    auto report = error(first_extra->range, diag::TooManyArguments{.what = callee.what, .expected = count, .found = positional});
    report.primary("this argument is too many");
    if (const std::string advice = pipe_advice(call); !advice.empty()) report.help(advice);
    else if (const std::string_view familiar = resolve::familiar_call_advice(callee.asked.empty() ? callee.what : callee.asked); !familiar.empty() && !callee.declared.valid()) report.help(std::string(familiar));
    else if (prints(callee)) report.help("several values go into one text: `\"#{a} #{b}\"`");
    note_declared(report);
    return false;
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < count; ++i)
    if (!given[i] && !callee.params[i].has_default && !callee.params[i].rest)
      missing.push_back(callee.params[i].name.valid() ? "`" + std::string(program.text(callee.params[i].name)) + "`" : "part " + std::to_string(i + 1));
    else if (!given[i] && callee.params[i].rest) out[i].kind = ArgSource::Kind::rest;
  if (!missing.empty() && fits) {
    fits = false;
    const bool lacks_receiver = !given[0] || (call != nullptr && call->arguments.size() + 1 == callee.params.size());
    if (lacks_receiver && skipped == 0 && callee.params[0].name.valid() && program.text(callee.params[0].name) == "self") {
      const std::size_t quote = callee.what.find('`');
      const std::string name = quote == std::string::npos ? callee.what : callee.what.substr(quote + 1, callee.what.rfind('`') - quote - 1);
      note_declared(error(at.range, diag::NotAStaticMember{.name = name, .type = print(callee.params[0].type)}).primary("no value to call it on").help("call it on a value, as in `x." + name + "`"));
      return false;
    }
    if (call == nullptr && ast::as<ast::NameExpr>(&at) != nullptr) {
      note_declared(error(at.range, diag::ArgumentsNeeded{.what = callee.what}).primary("a bare name is a call").help("`&` before the name makes a function value of it"));
      return false;
    }
    const std::string what = callee.is_constructor ? "field" : "argument";
    auto report = error(at.range, diag::MissingArguments{.what = callee.what, .names = quoted_list(missing)});
    report.primary(missing.size() == 1 ? "the " + what + " " + missing[0] + " is missing" : what + "s are missing");
    if (const std::string block = missing_block(callee, given); !block.empty()) report.help("give it a block: `" + block + "`");
    else if (const std::string advice = pipe_advice(call); !advice.empty()) report.help(advice);
    else if (const std::string_view familiar = resolve::familiar_call_advice(callee.what); !familiar.empty() && !callee.declared.valid()) report.help(std::string(familiar));
    note_declared(report);
    if (callee.declared.valid()) return false;
    std::vector<std::string> names;            // a library function cannot be shown, its parameters can
    for (const ParamView& param : callee.params) names.push_back("`" + std::string(program.text(param.name)) + "`");
    report.note(callee.what + " takes " + quoted_list(names));
  }
  return fits && missing.empty();
}

void BodyInference::infer_argument(const ast::Call* call, const CalleeView& callee, const ParamView& param, const ArgSource& source, TypeId result) {
  const std::string name = param.name.valid() ? "`" + std::string(program.text(param.name)) + "` of " + callee.what : "this part of " + callee.what;
  Expectation expected{.type = param.type, .because = param.range, .reason = name + " is declared here"};
  // What an operator stands for is not what was written: only a call says what it gives to whom.
  const bool written = call != nullptr && call->callee->range != call->range;
  if (!param.range.valid()) expected.reason = written ? "it is given to " + name : "";
  if (source.kind == ArgSource::Kind::rest) {
    const TypeId array = head(param.type);
    const bool known_array = store.is_named(array, store.well_known().array);
    Expectation element = expected;
    if (known_array) element.type = store[array].args[0];
    for (const ast::Argument* argument : source.rest) check(*argument->value, argument->spread ? expected : element);
    return;
  }
  if (source.value == nullptr) return;
  if (call != nullptr && source.value == call->block) {
    if (store[head(expected.type)].kind == TypeKind::function) expected.type = without_projections(zonk(expected.type), call->range);
    const TypeId found = infer_block(*call->block, expected, *call, result);
    record(*call->block, found);
    if (!coerce(*call->block, found, expected.type)) report_mismatch(call->block->range, found, expected);
    return;
  }
  if (param.mut) {
    const TypeId found = synth(*source.value, expected);
    if (!program.solver.try_unify(found, expected.type)) report_mismatch(source.value->range, found, expected);
    else check_changed(*this, *source.value, Changed::argument);
    return;
  }
  if (const TypeId later = projected_in(param.type); later.valid()) projected_.at(later.index()) = {.value = source.value->range, .wanted = expected};
  check(*source.value, expected);
}

// First what tells the types of the others: `x: J::In` waits for `job: J`, blocks wait for both.
void BodyInference::infer_arguments(const ast::Call* call, const CalleeView& callee, std::span<const ArgSource> sources, TypeId result) {
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (as_lambda(sources[i]) != nullptr) continue;
    if (projected_in(callee.params[i].type).valid()) waiting.push_back(i);
    else infer_argument(call, callee, callee.params[i], sources[i], result);
  }
  retry_goals();
  for (std::size_t i : waiting) infer_argument(call, callee, callee.params[i], sources[i], result);
  retry_goals();
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (as_lambda(sources[i]) != nullptr) infer_argument(call, callee, callee.params[i], sources[i], result);
}

void BodyInference::infer_leftovers(const ast::Call& call) {
  for (const ast::Argument& argument : call.arguments)
    if (argument.value != nullptr && argument.value->kind != ast::NodeKind::Lambda && argument.value->kind != ast::NodeKind::SymbolLiteral && !type_meant(*argument.value).valid())
      synth(*argument.value);
}

}  // namespace ariac::types

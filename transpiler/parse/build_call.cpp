// Names and what follows them: members, calls, indices, paths, blocks, and spawn.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Expr* Builder::build_operand(P::OperandContext* operand) {
  if (operand->wholeRight()) return build_whole_right(operand->wholeRight());
  const ast::Expr* value = build_primary(operand->primary());
  for (auto* suffix : operand->suffix()) value = build_suffix(value, suffix);
  if (operand->spawnSuffix()) value = build_method_spawn(value, operand->spawnSuffix());
  return value;
}

const ast::Expr* Builder::build_suffix(const ast::Expr* object, P::SuffixContext* suffix) {
  const source::SourceRange range = source::join(object->range, range_of(suffix));
  if (suffix->DOT() || suffix->SAFE_DOT()) {
    auto* member = make<ast::Member>(range);
    member->object = object;
    member->safe = suffix->SAFE_DOT() != nullptr;
    member->tuple_field = suffix->INT() != nullptr;
    member->name = member->tuple_field ? name_of(suffix->INT()) : name_of(suffix->name());
    return member;
  }
  if (suffix->COLONCOLON()) return build_path_step(object, name_of(suffix->name()), range);
  if (suffix->arguments()) return build_call(object, suffix, range);
  if (!suffix->index().empty()) {
    auto* index = make<ast::Index>(range);
    index->object = object;
    std::vector<const ast::Expr*> indices;
    for (auto* one : suffix->index()) indices.push_back(build_index(one));
    index->indices = list(indices);
    return index;
  }
  if (suffix->TRY()) {
    auto* attempt = make<ast::Try>(range);
    attempt->operand = object;
    return attempt;
  }
  if (suffix->typeArgumentsOfCall()) {
    auto* apply = make<ast::TypeApply>(range);
    apply->base = object;
    apply->arguments = build_type_arguments(suffix->typeArgumentsOfCall()->typeArgument());
    return apply;
  }
  if (suffix->STRUCT_LBRACE()) return build_struct_literal(object, suffix, range);
  return build_block_call(object, suffix->block(), range);
}

const ast::Expr* Builder::build_call(const ast::Expr* callee, P::SuffixContext* suffix, source::SourceRange range) {
  const auto arguments = build_arguments(suffix->arguments());
  // `s.spawn(f(x))`: types tell whether `s` spawns.
  const auto* member = ast::as<ast::Member>(callee);
  const bool on_name = member && !member->safe && member->object->kind == ast::NodeKind::NameExpr;
  if (on_name && arguments.size() == 1 && !arguments[0].name && !arguments[0].spread && ast::as<ast::Call>(arguments[0].value) &&
      (text_of(member->name) == "spawn" || text_of(member->name) == "start_soon")) {
    auto* spawn = make<ast::Spawn>(range);
    spawn->block_id = ids_.next();
    spawn->receiver = member->object;
    spawn->method = member->name;
    spawn->value = arguments[0].value;
    return spawn;
  }
  if (const ast::Expr* applied = build_called_operator(callee, arguments, range)) return applied;
  auto* call = make<ast::Call>(range);
  call->callee = callee;
  call->arguments = arguments;
  return call;
}

// `copy(x)` for `copy x`; null: it is a call.
const ast::Expr* Builder::build_called_operator(const ast::Expr* callee, std::span<const ast::Argument> arguments, source::SourceRange range) {
  const auto* called = ast::as<ast::NameExpr>(callee);
  if (called == nullptr || called->grouped || arguments.size() != 1 || arguments[0].name || arguments[0].spread) return nullptr;
  for (const auto& [word, op] : called_operators_) {
    if (text_of(called->range) != word) continue;
    auto* built = make<ast::Unary>(range);
    built->op = op;
    built->operand = arguments[0].value;
    return built;
  }
  return nullptr;
}

// A block belongs to the call before it, or makes one of the name before it; that of `s.spawn` is a task.
const ast::Expr* Builder::build_block_call(const ast::Expr* callee, P::BlockContext* block, source::SourceRange range) {
  if (const ast::Expr* spawn = build_block_spawn(callee, block, range)) return spawn;
  auto* call = make<ast::Call>(range);
  const auto* before = ast::as<ast::Call>(callee);
  if (before && !before->block && before->parenthesized && !before->struct_literal) {
    call->callee = before->callee;
    call->arguments = before->arguments;
  } else {
    call->callee = callee;
    call->parenthesized = false;
  }
  call->block = build_block(block);
  return call;
}

const ast::Expr* Builder::build_struct_literal(const ast::Expr* callee, P::SuffixContext* suffix, source::SourceRange range) {
  auto* call = make<ast::Call>(range);
  call->callee = callee;
  call->parenthesized = false;
  call->struct_literal = true;
  std::vector<ast::Argument> fields;
  for (auto* field : suffix->structField()) {
    const source::SourceRange place = range_of(field);
    if (!field->name()) {
      if (call->base) sink_.report(place, diag::TwoBases{});
      call->base = build_expr(field->expr());
      continue;
    }
    ast::Argument argument;
    argument.name = name_of(field->name());
    argument.shorthand = field->expr() == nullptr;
    argument.value = argument.shorthand ? build_name(field->name()) : build_expr(field->expr());
    argument.range = place;
    fields.push_back(argument);
  }
  call->arguments = list(fields);
  return call;
}

// The segments of a path, where `object` reads as one: `a`, `a::b`, `Name<T>`, and `a.b` (accepted).
bool Builder::path_segments(const ast::Expr* object, std::vector<ast::PathSegment>& segments) const {
  if (const auto* name = ast::as<ast::NameExpr>(object)) {
    segments.push_back({name->name, {}});
    return true;
  }
  if (const auto* path = ast::as<ast::PathExpr>(object)) {
    segments.assign(path->path.begin(), path->path.end());
    return true;
  }
  if (const auto* apply = ast::as<ast::TypeApply>(object)) {
    if (!path_segments(apply->base, segments)) return false;
    segments.back().arguments = apply->arguments;
    return true;
  }
  std::vector<const ast::Member*> members;          // iterative: chains are long
  const ast::Expr* root = object;
  for (const auto* member = ast::as<ast::Member>(root); member; member = ast::as<ast::Member>(root)) {
    if (member->safe || member->tuple_field) return false;
    members.push_back(member);
    root = member->object;
  }
  if (members.empty() || !path_segments(root, segments)) return false;
  for (auto member = members.rbegin(); member != members.rend(); ++member) segments.push_back({(*member)->name, {}});
  return true;
}

const ast::Expr* Builder::build_path_step(const ast::Expr* object, const ast::Name& name, source::SourceRange range) {
  std::vector<ast::PathSegment> segments;
  if (!path_segments(object, segments)) {
    sink_.report(name.range, diag::NotAPath{}).help("`::` follows a module or a type; a member of a value follows `.`");
    return error_expr(range);
  }
  segments.push_back({name, {}});
  auto* path = make<ast::PathExpr>(range);
  path->path = list(segments);
  return path;
}

const ast::Expr* Builder::build_index(P::IndexContext* index) {
  const ast::Expr* bound = build_expr(index->expr());
  if (!index->rangeOp()) return bound;
  auto* range = make<ast::Range>(range_of(index));
  const bool from_start = index->children.front() == index->rangeOp();
  (from_start ? range->to : range->from) = bound;
  range->inclusive = !index->rangeOp()->RANGE_EXCLUSIVE();
  return range;
}

std::span<const ast::Argument> Builder::build_arguments(P::ArgumentsContext* arguments) {
  std::vector<ast::Argument> built;
  for (auto* argument : arguments->argument()) built.push_back(build_argument(argument));
  return list(built);
}

ast::Argument Builder::build_argument(P::ArgumentContext* argument) {
  ast::Argument built;
  built.range = range_of(argument);
  built.spread = argument->ELLIPSIS() != nullptr;
  if (argument->name()) {
    built.name = name_of(argument->name());
    built.shorthand = argument->expr() == nullptr;
  }
  built.value = argument->expr() ? build_expr(argument->expr()) : build_name(argument->name());
  return built;
}

// --- spawn ---

ast::Spawn* Builder::start_spawn(antlr4::tree::TerminalNode* leaf, P::SpawnOptionsContext* options, source::SourceRange range) {
  auto* spawn = make<ast::Spawn>(range);
  spawn->block_id = ids_.next();
  const std::string_view word = text_of(leaf);
  spawn->spawn = word == "spawn_blocking" ? ast::SpawnKind::blocking : word == "spawn_detached" ? ast::SpawnKind::detached
               : word == "spawn_local" ? ast::SpawnKind::local : ast::SpawnKind::task;
  if (options) spawn->options = build_arguments(options->arguments());
  return spawn;
}

const ast::Expr* Builder::build_spawn(P::WholeRightContext* context) {
  auto* spawn = start_spawn(context->SPAWN(), context->spawnOptions(), range_of(context));
  spawn->value = build_expr(context->expr(0));
  if (const auto* with = ast::as<ast::With>(spawn->value); with && with->params.empty()) {      // accepted `spawn with tok … end`
    auto* block = make<ast::Lambda>(with->range);
    block->form = ast::LambdaForm::do_block;
    block->body = with->body;
    spawn->token = with->head;
    spawn->value = block;
  }
  return spawn;
}

const ast::Expr* Builder::build_method_spawn(const ast::Expr* receiver, P::SpawnSuffixContext* suffix) {
  auto* spawn = make<ast::Spawn>(source::join(receiver->range, range_of(suffix)));
  spawn->block_id = ids_.next();
  spawn->receiver = receiver;
  spawn->method = name_of(suffix->SPAWN_NAME());
  if (suffix->spawnOptions()) spawn->options = build_arguments(suffix->spawnOptions()->arguments());
  spawn->value = build_expr(suffix->expr());
  return spawn;
}

// `s.spawn do … end`, `n.start_soon(name: "x") { … }`; null for other calls.
const ast::Expr* Builder::build_block_spawn(const ast::Expr* callee, P::BlockContext* block, source::SourceRange range) {
  const auto* before = ast::as<ast::Call>(callee);
  if (before && (before->block || !before->parenthesized || before->struct_literal)) return nullptr;
  const auto* member = ast::as<ast::Member>(before ? before->callee : callee);
  if (!member || member->safe || member->tuple_field) return nullptr;
  const std::string_view word = text_of(member->name);
  if (word != "spawn" && word != "start_soon" && word != "spawn_blocking" && word != "spawn_local") return nullptr;
  auto* spawn = make<ast::Spawn>(range);
  spawn->block_id = ids_.next();
  spawn->spawn = word == "spawn_local" ? ast::SpawnKind::local : word == "spawn_blocking" ? ast::SpawnKind::blocking : ast::SpawnKind::task;
  spawn->receiver = member->object;
  spawn->method = member->name;
  if (before) spawn->options = before->arguments;
  spawn->value = build_block(block);
  return spawn;
}

}  // namespace ariac::parse

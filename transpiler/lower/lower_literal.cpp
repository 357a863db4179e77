// Literals, interpolation, collections.
#include <charconv>

#include "lower/body.hpp"

namespace ariac::lower {

using types::TypeKind;

cpp::Expr BodyLowering::int_literal(const ast::IntLiteral& e, Context context, bool negative) {
  const TypeId type = type_of(e);
  if (store().is_float(type)) return cpp::number((negative ? "-" : "") + std::to_string(e.value) + (type == store().float32 ? ".0F" : ".0"));
  const bool hex = e.text.starts_with("0x") || e.text.starts_with("0X");
  std::string digits = std::to_string(e.value);
  if (hex) {
    char buffer[20];
    const auto end = std::to_chars(buffer, buffer + sizeof(buffer), e.value, 16);
    digits = "0x" + std::string(buffer, end.ptr);
  }
  const bool smallest = negative && e.value == 0x8000'0000'0000'0000U;
  if (!hex && !smallest && e.value > 0x7FFF'FFFF'FFFF'FFFFU) digits += "U";
  const cpp::Expr number = smallest ? cpp::binary("-", cpp::number("-9223372036854775807"), cpp::number("1"))
                                    : cpp::number((negative ? "-" : "") + digits);
  return context != Context::typed ? number : cpp::construct(lower_types.value(type), {number});
}

cpp::Expr BodyLowering::float_literal(const ast::FloatLiteral& e) {
  std::string digits(e.text.empty() ? "0.0" : e.text);
  std::erase(digits, '_');
  return cpp::number(type_of(e) == store().float32 ? digits + "F" : digits);
}

cpp::Expr BodyLowering::string_literal(const ast::StringLiteral& e, Context context) {
  std::string format;
  std::string plain;
  std::vector<Operand> operands;
  for (const ast::StringPart& part : e.parts) {
    if (part.value != nullptr) {
      format += part.spec.empty() ? "{}" : "{:" + std::string(part.spec) + "}";
      operands.push_back({.source = part.value, .make = [&] { return value(*part.value); }});
      continue;
    }
    plain += part.text;
    for (const char c : part.text) format += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  }
  std::vector<cpp::Expr> args = in_order(operands);
  if (!args.empty()) {
    args.insert(args.begin(), cpp::string(format));
    return cpp::call("aria::format", std::move(args));
  }
  if (plain.find('\0') != std::string::npos) {
    return cpp::construct(cpp::type("aria::String"), {cpp::construct(cpp::type("std::string"), {cpp::string(plain), cpp::number(std::to_string(plain.size()))})});
  }
  return context != Context::typed ? cpp::string(plain) : cpp::construct(cpp::type("aria::String"), {cpp::string(plain)});
}

cpp::Expr BodyLowering::array_literal(const ast::ArrayLiteral& e) {
  const cpp::Type type = lower_types.value(type_of(e));
  bool spreads = false;
  for (const ast::Element& element : e.elements) spreads = spreads || element.spread;
  const TypeId item = shape(type_of(e)).args.empty() ? TypeId() : shape(type_of(e)).args[0];
  // A list in braces copies its elements.
  if (!spreads && !e.elements.empty() && lower_types.may_be_move_only(item)) {
    std::vector<Operand> items;
    for (const ast::Element& element : e.elements) items.push_back({.source = element.value, .make = [&] { return value(*element.value); }});
    return cpp::call(cpp::scoped(type, "of"), in_order(items));
  }
  if (!spreads) {
    std::vector<Operand> items;
    for (const ast::Element& element : e.elements) items.push_back({.source = element.value, .make = [&] { return value(*element.value, Context::known); }});
    return cpp::braced_values(type, in_order(items, Sequenced::yes));
  }
  const std::string name = fresh("items");
  emit(cpp::declare(type, name));
  for (const ast::Element& element : e.elements) {
    emit(cpp::method(cpp::name(name), element.spread ? "append" : "push", {value(*element.value, Context::known)}));
  }
  return cpp::name(name);
}

cpp::Expr BodyLowering::map_literal(const ast::MapLiteral& e) {
  const cpp::Type type = lower_types.value(type_of(e));
  bool spreads = false;
  for (const ast::MapEntry& entry : e.entries) spreads = spreads || entry.spread;
  const bool moves = std::ranges::any_of(shape(type_of(e)).args, [&](TypeId part) { return lower_types.may_be_move_only(part); });
  spreads = spreads || (moves && !e.entries.empty());
  if (!spreads) {
    std::vector<Operand> operands;
    for (const ast::MapEntry& entry : e.entries) {
      operands.push_back({.source = entry.key, .make = [&] { return value(*entry.key, Context::known); }});
      operands.push_back({.source = entry.value, .make = [&] { return value(*entry.value, Context::known); }});
    }
    const std::vector<cpp::Expr> made = in_order(operands, Sequenced::by_reference);
    std::vector<cpp::Expr> items;
    for (std::size_t i = 0; i + 1 < made.size(); i += 2) items.push_back(cpp::braced_values({}, {made[i], made[i + 1]}));
    return cpp::braced_values(type, std::move(items));
  }
  const std::string name = fresh("entries");
  emit(cpp::declare(type, name));
  for (const ast::MapEntry& entry : e.entries) {
    if (entry.spread) {
      emit(cpp::method(cpp::name(name), "extend", {value(*entry.value, Context::known)}));
    } else {
      emit(cpp::method(cpp::name(name), "insert", {value(*entry.key, Context::known), value(*entry.value, Context::known)}));
    }
  }
  return cpp::name(name);
}

// The loops and tests as they read, around one push.
cpp::Expr BodyLowering::comprehension(const ast::Comprehension& e) {
  const std::string name = fresh(e.key != nullptr ? "entries" : "items");
  emit(cpp::declare(lower_types.value(type_of(e)), name));
  if (lower_types.is_move_only(type_of(e))) looked_into_.push_back(name);
  fill_from(e, name);
  return cpp::name(name);
}

// What the user has no name for is given away where it is kept.
cpp::Expr BodyLowering::kept_value(const ast::Expr& e, Context context) {
  cpp::Expr made = value(e, context);
  const bool unnamed = e.kind == ast::NodeKind::Comprehension || e.kind == ast::NodeKind::ArrayLiteral || e.kind == ast::NodeKind::MapLiteral;
  return unnamed && cpp::as<cpp::Name>(made) != nullptr ? cpp::moved(std::move(made)) : made;
}

// Into a variable that is empty as yet.
void BodyLowering::fill_from(const ast::Comprehension& e, const std::string& name) {
  const auto build = [&](const auto& self, std::size_t clause) -> void {
    if (clause < e.clauses.size()) {
      const ast::ForClause& part = e.clauses[clause];
      const types::Iteration* iteration = instance_.iterations.find(part.iterable->id);
      const TypeId item = iteration != nullptr ? iteration->item : store().unit;
      cpp::Expr subject = as_at_entry(*part.iterable, e, only_heard(*part.iterable, value(*part.iterable)));
      if (iteration != nullptr && iteration->kind != types::IterationKind::native) subject = cpp::call("aria::iter", {subject});
      const NameScope scope(*this);
      cpp::RangeFor loop{.range = subject};
      cpp::Block prologue;
      loop_variables(*part.pattern, item, loop, prologue);
      loop.body = block([&] {
        for (cpp::Stmt& stmt : prologue) emit(std::move(stmt));
        self(self, clause + 1);
      });
      return emit(cpp::stmt(std::move(loop)));
    }
    const auto push = [&] {
      if (e.key != nullptr) {
        emit(cpp::method(cpp::name(name), "insert", {value(*e.key, Context::known), kept_value(*e.value, Context::known)}));
      } else {
        emit(cpp::method(cpp::name(name), "push", {kept_value(*e.value, Context::known)}));
      }
    };
    if (e.filters.empty()) return push();
    cpp::Expr all = value(*e.filters[0]);
    for (const ast::Expr* filter : e.filters.subspan(1)) all = cpp::binary("&&", all, value(*filter));
    emit(cpp::stmt(cpp::If{.condition = cpp::condition(all), .then = block(push)}));
  };
  build(build, 0);
}

}  // namespace ariac::lower

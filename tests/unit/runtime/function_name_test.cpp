// Names of functions in traces: what the demangler and the line table write, as a person would say it.
#include "base/function_name.hpp"

#include <gtest/gtest.h>

namespace {

using aria::detail::function_name;

TEST(FunctionName, LeavesOutModulesAndParameters) {
  EXPECT_EQ(function_name("work"), "work");
  EXPECT_EQ(function_name("shop::total(aria::Array<aria::Integer<long> > const&)"), "total");
  EXPECT_EQ(function_name("aria::Array<aria::Integer<long> > shop::cart::sorted<aria::Integer<long> >(aria::Array<aria::Integer<long> > const&)"), "sorted");
  EXPECT_EQ(function_name("shop::double_(aria::Integer<long>)"), "double");
}

TEST(FunctionName, TypesStay) {
  EXPECT_EQ(function_name("shop::Cart::add(aria::Integer<long>) const"), "Cart.add");
  EXPECT_EQ(function_name("shop::Stack<aria::String>::push(aria::String)"), "Stack.push");
  EXPECT_EQ(function_name("bool shop::Point::operator<(shop::Point const&) const"), "Point.operator");
}

TEST(FunctionName, BlocksAreToldByTheirFunction) {
  EXPECT_EQ(function_name("operator()"), "a block");
  EXPECT_EQ(function_name("shop::main()::{lambda(aria::Integer<long>)#1}::operator()(aria::Integer<long>) const"), "a block in main");
  EXPECT_EQ(function_name("shop::Cart::run()::{lambda(aria::Scope&)#1}::operator()(aria::Scope&) const::{lambda()#2}::operator()() const"), "a block in Cart.run");
  EXPECT_EQ(function_name("auto shop::main()::{lambda(auto:1)#1}::operator()<aria::Integer<long> >(aria::Integer<long>) const"), "a block in main");
}

TEST(FunctionName, TemplatesOfTheLibraryRunTheProgramsBlocks) {
  EXPECT_EQ(function_name("aria::detail::TaskOf<aria::Integer<long>, shop::main()::{lambda(aria::Scope&)#1}::operator()(aria::Scope&) const::{lambda()#1}>::execute()"),
            "a block in main");
  EXPECT_EQ(function_name("void shop::each<shop::main()::{lambda(aria::Integer<long>)#1}>(aria::Array<aria::Integer<long> > const&, shop::main()::{lambda(aria::Integer<long>)#1} const&)"),
            "each");
  EXPECT_EQ(function_name("aria::Array<aria::Integer<long> >::checked(aria::Integer<long>) const"), "");
  EXPECT_EQ(function_name("std::vector<int, std::allocator<int> >::at(unsigned long)"), "");
}

TEST(FunctionName, BlocksOfTheLibraryHaveNoName) {
  EXPECT_EQ(function_name("aria::run_async_main<void>(int, char**, void (*)())::{lambda(void*)#1}::_FUN(void*)"), "");
  EXPECT_EQ(function_name("int aria::run_async_main<void>(int, char**, void (*)())::{lambda(void*)#1}::operator()(void*) const"), "");
  EXPECT_EQ(function_name("void aria::scope<aria::detail::race()::{lambda()#1}, shop::main()::{lambda(aria::Scope&)#1}>(aria::Scope&)"), "a block in main");
}

TEST(FunctionName, AnyTextIsRead) {
  EXPECT_EQ(function_name(""), "");
  EXPECT_EQ(function_name("<>)("), "");
  EXPECT_EQ(function_name("operator"), "operator");
  EXPECT_EQ(function_name("a::"), "");
}

}  // namespace

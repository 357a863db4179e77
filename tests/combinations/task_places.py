"""The places of places.py that concurrency adds: tasks of every kind, scopes, arms of a select, blocks of what tasks share."""
from place import Place, STRUCT_WITH_METHOD


def task_place(name, word):
    """The block of a task, which differs only in the word that starts it."""
    return Place(name, f"""
fn place_{{n}} -> String
  kept_task = {word} do
    {{body}}
  end
  kept_task.await
end""")


TASK_PLACES = [
    task_place("task", "spawn"),
    Place("task_in_task", """
fn place_{n} -> String
  kept_task = spawn do
    kept_inner = spawn do
      {body}
    end
    kept_inner.await
  end
  kept_task.await
end"""),
    Place("task_argument", """
fn given_{n}(k: Int, s: String) -> String = s
fn place_{n} -> String
  kept_task = spawn given_{n}(1, begin
    {body}
  end)
  kept_task.await
end"""),
    Place("task_of_method", STRUCT_WITH_METHOD + """
fn place_{n} -> String
  kept_place = Place{n}(tag: 1)
  (spawn kept_place.run).await
end"""),
    task_place("blocking_task", "spawn_blocking"),
    task_place("local_task", "spawn_local"),
    Place("detached_task", """
fn place_{n} -> String
  kept_answer = Channel<String>.new
  spawn_detached do
    kept_answer <- begin
      {body}
    end
  end
  <-kept_answer
end""", returns=False),
    Place("tasks_of_map", """
fn place_{n} -> String
  kept_texts = [1, 2].map { |kept_tag|
    {body}
  }.await_all
  kept_texts[1]
end""", returns=False),
    Place("race", """
fn place_{n} -> String
  race do
    spawn do
      {body}
    end
    spawn { sleep(1.hour); "late" }
  end
end"""),
    Place("select_arm", """
fn place_{n} -> String
  kept_ready = Channel<Int>.new(capacity: 1)
  kept_ready <- 1
  select
    kept_tag = <-kept_ready =>
      {body}
    after 1.hour => "late"
  end
end"""),
    Place("select_after", """
fn place_{n} -> String
  kept_never = Channel<Int>.new
  kept_text = select
    kept_tag = <-kept_never => "#{kept_tag}"
    after 1.us =>
      {body}
  end
  kept_text
end"""),
    Place("select_sent", """
fn place_{n} -> String
  kept_texts = Channel<String>.new(capacity: 1)
  kept_make = || {
    {body}
  }
  select
    kept_texts <- kept_make() => ()
    after 1.hour => ()
  end
  <-kept_texts
end""", returns=False),
    Place("timeout", """
fn place_{n} -> String
  kept_outcome = with Async.timeout(1.hour)
    {body}
  end
  kept_outcome.unwrap
end""", bears_failure=False),
    Place("scope", """
fn place_{n} -> String
  with Async.scope |kept_scope|
    {body}
  end
end""", bears_failure=False),
    Place("scope_child", """
fn place_{n} -> String
  with Async.scope |kept_scope|
    kept_child = kept_scope.spawn do
      {body}
    end
    kept_child.await
  end
end"""),
    Place("nursery_child", """
fn place_{n} -> String
  kept_answer = Channel<String>.new(capacity: 1)
  with Async.nursery |kept_nursery|
    kept_nursery.start_soon do
      kept_answer <- begin
        {body}
      end
    end
  end
  <-kept_answer
end""", returns=False),
    Place("supervised_child", """
fn place_{n} -> String
  with Async.supervisor |kept_supervisor|
    kept_child = kept_supervisor.spawn do
      {body}
    end
    kept_child.await
  end
end"""),
    Place("shield", """
fn place_{n} -> String
  with Async.shield
    {body}
  end
end"""),
    Place("par", """
fn place_{n} -> String
  kept_texts = [1, 2].par.map { |kept_tag|
    {body}
  }
  kept_texts.collect[0]
end""", returns=False),
    Place("lock", """
fn place_{n} -> String
  kept_value = Mutex<Int>.new(1)
  kept_value.lock { |kept_tag|
    {body}
  }
end"""),
    Place("once_cell", """
fn place_{n} -> String
  kept_cell = OnceCell<String>.new
  kept_cell.get_or_init {
    {body}
  }
end"""),
    Place("task_local", """
fn place_{n} -> String
  kept_level = TaskLocal<Int>.new(1)
  kept_level.with(2) do
    {body}
  end
end"""),
    Place("thread", """
fn place_{n} -> String
  kept_thread = Thread.spawn do
    Async.block_on do
      {body}
    end
  end
  kept_thread.join
end""", returns=False),
    Place("rescue_after_suspension", """
fn given_{n} -> String
  Task.yield
  raise {n} if {n} >= 0
  "never"
end
fn place_{n} -> String
  begin
    given_{n}()
  rescue kept_error: Int
    {body}
  ensure
    Task.yield
  end
end"""),
    Place("block_of_option", """
fn place_{n} -> String
  Some({n}).map { |kept_tag|
    {body}
  } ?? "none"
end""", returns=False),
    Place("block_of_default", """
fn place_{n}(kept_text: String?) -> String
  kept_text.unwrap_or_else {
    {body}
  }
end""", "println(place_{n}(nil))", returns=False),
    Place("dyn_method", """
trait Place{n}
  fn run(self) -> String
end
struct Holder{n}
end
impl Place{n} for Holder{n}
  fn run(self) -> String
    {body}
  end
end
fn place_{n}(any: dyn Place{n}) -> String = any.run""", "println(place_{n}(Holder{n}()))"),
]

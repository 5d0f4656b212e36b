;; Owns the tool `roll_die`, written by hand: a core module whose exports follow the canonical ABI of the contract.
;; `gatehouse plugin build` makes a component of it.
(module
  ;; prx:host/log: level (an index: 1 is debug), message
  (import "prx:host/log@0.1.0" "log" (func $log (param i32 i32 i32)))
  (import "wasi:random/random@0.2.0" "get-random-u64" (func $random (result i64)))

  (memory (export "memory") 1)

  ;; 0..24 holds the answers, 64.. the texts, and from 1024 on is what the host passes in.
  (data (i32.const 64) "roll_die")
  (data (i32.const 96) "Rolls a die with six sides and answers what it shows")
  (data (i32.const 192) "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}")
  (data (i32.const 320) "rolled")

  (global $free (mut i32) (i32.const 1024))

  ;; The host takes memory for the arguments of a call from here; each call gives all of it back at its end.
  (func (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local $pages i32)
    (local.set $at
      (i32.and
        (i32.add (global.get $free) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
    (global.set $free (i32.add (local.get $at) (local.get $size)))
    (local.set $pages
      (i32.sub
        (i32.shr_u (i32.add (global.get $free) (i32.const 65535)) (i32.const 16))
        (memory.size)))
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then
        (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1)) (then (unreachable)))))
    (local.get $at))

  ;; tool-spec: three texts, each as address and length
  (func (export "prx:plugin/tool-exports@0.1.0#get-spec") (result i32)
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 8))
    (i32.store (i32.const 8) (i32.const 96))
    (i32.store (i32.const 12) (i32.const 52))
    (i32.store (i32.const 16) (i32.const 192))
    (i32.store (i32.const 20) (i32.const 62))
    (i32.const 0))

  ;; plugin-result: success at 0, output at 4, and at 12 whether there is an error
  (func (export "prx:plugin/tool-exports@0.1.0#execute") (param $args i32) (param $length i32) (result i32)
    ;; One text of one digit: 1 to 6.
    (i32.store8 (i32.const 48)
      (i32.add (i32.const 49) (i32.wrap_i64 (i64.rem_u (call $random) (i64.const 6)))))
    (call $log (i32.const 1) (i32.const 320) (i32.const 6))
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store (i32.const 4) (i32.const 48))
    (i32.store (i32.const 8) (i32.const 1))
    (i32.store8 (i32.const 12) (i32.const 0))
    (global.set $free (i32.const 1024))
    (i32.const 0)))

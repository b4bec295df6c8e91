// Runs before a script: takes away what differs from run to run, and returns the
// function through which the script's functions are called. Without arguments that
// function returns, as JSON, the object that the last call returned; the function of
// the name "" tells their names.
function (clock, random, global) {
  'use strict';
  const { stringify } = JSON;
  const world = globalThis;
  const define = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true });

  if (!random) {
    Math.random = function random() {
      throw new Error('random numbers are not the same in each build; the site allows them with sandbox: {random: true}');
    };
  }

  // Few scripts ask for dates, so they are changed when one does.
  const Real = world.Date;
  Object.defineProperty(world, 'Date', {
    configurable: true,
    get() {
      define(world, 'Date', universalDate());
      return world.Date;
    },
    set: (value) => define(world, 'Date', value),
  });

  // The zone of the machine must not show, so all local time is UTC.
  function universalDate() {
    const now = Real.now;

    function time() {
      if (!clock) {
        throw new Error('the time is not the same in each build; the site allows it with sandbox: {clock: true}');
      }
      return now();
    }

    function parse(text) {
      text = String(text).trim();
      if (/^[+-]?\d+(-\d\d){0,2}$/.test(text) || /(Z|GMT|UTC|[+-]\d\d:?\d\d)(\s*\(.*\))?$/i.test(text)) {
        return Real.parse(text);
      }
      return Real.parse(/^[+-]?\d+-\d\d-\d\dT/.test(text) ? text + 'Z' : text + ' GMT');
    }

    function moment(args) {
      if (args.length === 0) {
        return time();
      }
      if (args.length > 1) {
        return Real.UTC(...args);
      }
      const value = args[0] instanceof Real ? args[0].getTime() : args[0];
      const plain = value !== null && typeof value === 'object' ? value.valueOf() : value;
      return typeof plain === 'string' ? parse(plain) : plain;
    }

    function Date(...args) {
      if (!new.target) {
        return new Date(time()).toString();
      }
      return Reflect.construct(Real, [moment(args)], new.target);
    }

    const two = (n) => String(n).padStart(2, '0');
    const clockOf = (d) => [d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()].map(two).join(':');
    const valid = (d, text) => (isNaN(d.getTime()) ? 'Invalid Date' : text(d));
    const day = (d) => d.toUTCString().replace(/^(\w+), (\d+) (\w+) (-?\d+) .*$/, '$1 $3 $2 $4');
    const date = (d) => two(d.getUTCMonth() + 1) + '/' + two(d.getUTCDate()) + '/' + d.getUTCFullYear();
    const hours = (d) => two(d.getUTCHours() % 12 || 12) + clockOf(d).slice(2) + (d.getUTCHours() < 12 ? ' AM' : ' PM');
    const texts = {
      toString: (d) => day(d) + ' ' + clockOf(d) + ' GMT+0000',
      toDateString: day,
      toTimeString: (d) => clockOf(d) + ' GMT+0000',
      toLocaleString: (d) => date(d) + ', ' + hours(d),
      toLocaleDateString: date,
      toLocaleTimeString: hours,
    };

    const methods = Real.prototype;
    for (const name of Object.getOwnPropertyNames(methods)) {
      const universal = methods[name.slice(0, 3) + 'UTC' + name.slice(3)];
      if (universal) {
        define(methods, name, universal);
      }
    }
    for (const name of Object.keys(texts)) {
      define(methods, name, { [name]() { return valid(this, texts[name]); } }[name]);
    }
    define(methods, 'getTimezoneOffset', function getTimezoneOffset() { return this.getTime() * 0; });
    define(methods, 'getYear', function getYear() { return this.getUTCFullYear() - 1900; });
    define(methods, 'setYear', function setYear(year) { return this.setUTCFullYear(year >= 0 && year < 100 ? 1900 + +year : year); });
    define(methods, 'constructor', Date);
    Object.defineProperty(Date, 'prototype', { value: methods, writable: false });
    define(Date, 'UTC', Real.UTC);
    define(Date, 'parse', parse);
    define(Date, 'now', time);
    return Date;
  }

  for (const name of ['performance', 'WeakRef', 'FinalizationRegistry', 'Atomics', 'SharedArrayBuffer']) {
    delete world[name];
  }

  class Refusal extends Error {}
  define(Refusal.prototype, 'name', 'Refusal');

  let last;
  return function call(name, ...args) {
    if (arguments.length === 0) {
      return last;
    }
    const functions = world[global];
    const value = name === '' ? Object.keys(functions).filter((key) => typeof functions[key] === 'function').sort() : functions[name](...args);
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        if (value === null) {
          return value;
        }
        if (typeof value.then === 'function') {
          throw new Refusal('a promise');
        }
        last = stringify(value);
        return undefined;
      case 'undefined':
        throw new Refusal('nothing');
    }
    throw new Refusal('a ' + typeof value);
  };
}

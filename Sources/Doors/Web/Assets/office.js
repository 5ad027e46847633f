/* The workbench by keyboard: shortcuts, command box, work lists. Syntax: ES2018 (Chromium 77). */
(function () {
  'use strict';
  var app = document.querySelector('.app');
  if (!app) return;
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function isVisible(element) { return element.offsetParent !== null && !element.disabled; }
  function isTyping(element) { return element.matches && element.matches('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]'); }

  /* keys: every shortcut stands as data-key on the thing it works; the key is written beside it. */
  function nameOf(event) {
    var key = event.key === ' ' ? '空格' : event.key === 'Enter' ? '↵' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    return (event.ctrlKey || event.metaKey ? 'Ctrl ' : '') + (event.altKey ? 'Alt ' : '') + key;
  }
  function act(element) {
    if (element.matches('input[type=radio],input[type=checkbox]')) { element.click(); element.focus(); }
    else if (isTyping(element)) { element.focus(); if (element.select) element.select(); }
    else element.click();
  }
  function press(name) {
    var found = all('[data-key]').filter(function (element) { return element.getAttribute('data-key').toUpperCase() === name.toUpperCase() && isVisible(element); })[0];
    if (found) act(found);
    return Boolean(found);
  }
  var waitsForPlace = 0;
  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    var name = nameOf(event), isPlain = !event.ctrlKey && !event.metaKey && !event.altKey, isFunction = /^F\d+$/.test(event.key);
    if (document.querySelector('dialog[open]')) return;
    if (name === 'Ctrl K') { document.getElementById('cmd').focus(); event.preventDefault(); return; }
    if (event.key === 'Escape') { if (isTyping(event.target)) event.target.blur(); else press('Esc'); return; }
    if (isPlain && !isFunction) {
      if (!app.hasAttribute('data-letter-keys') || isTyping(event.target)) return;
      if (Date.now() - waitsForPlace < 1500) {
        waitsForPlace = 0;
        var place = document.querySelector('[data-go="' + name + '"]');
        if (place) { place.click(); event.preventDefault(); return; }
      }
      if (name === 'G') { waitsForPlace = Date.now(); return; }
      if (name === '?') { help(); event.preventDefault(); return; }
      if (grid(event)) { event.preventDefault(); return; }
    }
    if (press(name)) event.preventDefault();
  });

  /* The list of keys that work on this page, from the page itself. */
  function help() {
    var dialog = document.createElement('dialog'), lines = [['Ctrl K', '搜索办件、事项，执行命令'], ['?', '快捷键说明'], ['Esc', '关闭，返回']];
    if (document.querySelector('[data-grid]')) lines.push(['J', '下一行'], ['K', '上一行'], ['↵', '打开'], ['空格', '速览'], ['X', '选择']);
    all('[data-go]').forEach(function (element) { lines.push(['G ' + element.getAttribute('data-go'), element.textContent.trim()]); });
    all('[data-key]').filter(isVisible).forEach(function (element) {
      var words = element.getAttribute('aria-label') || (element.querySelector('span') || element).textContent.trim() || element.placeholder || '';
      lines.push([element.getAttribute('data-key'), words]);
    });
    var list = document.createElement('dl');
    list.className = 'side-kv';
    lines.forEach(function (line) {
      var key = document.createElement('dt'), mark = document.createElement('kbd'), words = document.createElement('dd');
      mark.textContent = line[0];
      words.textContent = line[1];
      key.appendChild(mark);
      list.appendChild(key);
      list.appendChild(words);
    });
    var heading = document.createElement('h2'), close = document.createElement('button');
    heading.textContent = '快捷键';
    close.type = 'button';
    close.className = 'btn mt4';
    close.textContent = '关闭';
    close.addEventListener('click', function () { dialog.close(); });
    dialog.className = 'dlg card-b';
    dialog.setAttribute('aria-label', '快捷键');
    [heading, list, close].forEach(function (part) { dialog.appendChild(part); });
    var before = document.activeElement;
    dialog.addEventListener('close', function () { document.body.removeChild(dialog); if (before) before.focus(); });
    document.body.appendChild(dialog);
    if (dialog.showModal) dialog.showModal(); else dialog.setAttribute('open', '');
    close.focus();
  }
  document.addEventListener('click', function (event) { if (event.target.closest('[data-keys-help]')) help(); });

  /* grid: one row has the focus; the arrows and J K move it, Enter opens, X selects, the space bar shows it beside. */
  var table = document.querySelector('[data-grid]');
  function rows() { return table ? all('tbody tr', table) : []; }
  function current() { return rows().filter(function (row) { return row.classList.contains('sel'); })[0]; }
  function go(row) {
    if (!row) return;
    rows().forEach(function (other) { other.classList.toggle('sel', other === row); other.tabIndex = other === row ? 0 : -1; });
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  }
  function preview(row) {
    var address = row && row.getAttribute('data-preview'), place = document.getElementById('peek');
    if (!address || !place || !isVisible(place)) return;
    fetch(address, { credentials: 'same-origin', headers: { Accept: 'text/html', 'X-Partial': 'peek' } }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error('no preview'));
    }).then(function (text) { if (current() === row) place.innerHTML = text; }, function () { /* the list goes on without it */ });
  }
  function open(row) { var link = row.querySelector('a[href]'); if (link) link.click(); }
  function toggle(row) { var box = row.querySelector('input[type=checkbox]'); if (box) { box.checked = !box.checked; box.dispatchEvent(new Event('change', { bubbles: true })); } }
  function grid(event) {
    var row = current() || rows()[0], key = event.key;
    if (!row || (event.target !== document.body && !table.contains(event.target))) return false;
    if (key === 'j' || key === 'J' || key === 'ArrowDown') { go(current() ? row.nextElementSibling || row : row); preview(current()); return true; }
    if (key === 'k' || key === 'K' || key === 'ArrowUp') { go(row.previousElementSibling || row); preview(current()); return true; }
    if (event.target.matches('a,button,input')) return false;
    if (key === 'Enter') { open(row); return true; }
    if (key === 'x' || key === 'X') { toggle(row); return true; }
    if (key === ' ') { preview(row); return true; }
    return false;
  }
  if (table) {
    rows().forEach(function (row, index) { row.tabIndex = index ? -1 : 0; });
    table.addEventListener('click', function (event) {
      var row = event.target.closest('tbody tr');
      if (row && !event.target.closest('a,button,input')) { go(row); preview(row); }
    });
    table.addEventListener('dblclick', function (event) { var row = event.target.closest('tbody tr'); if (row) open(row); });
    /* selection: the bar of actions shows how many rows are meant. */
    document.addEventListener('change', function (event) {
      if (!event.target.matches('[data-grid] input[type=checkbox]')) return;
      if (event.target.hasAttribute('data-all')) all('tbody input[type=checkbox]', table).forEach(function (box) { box.checked = event.target.checked; });
      var count = all('tbody input[type=checkbox]:checked', table).length;
      all('[data-selected]').forEach(function (element) { element.classList.toggle('hide', !count); });
      all('[data-selected-count]').forEach(function (element) { element.textContent = String(count); });
    });
  }

  /* phrases: 常用语 go into the opinion where the cursor stands. */
  document.addEventListener('click', function (event) {
    var phrase = event.target.closest('[data-phrase]'), area = phrase && document.getElementById(phrase.getAttribute('data-phrase'));
    if (!area) return;
    event.preventDefault();
    var start = area.selectionStart, end = area.selectionEnd, words = phrase.textContent.trim();
    area.value = area.value.slice(0, start) + words + area.value.slice(end);
    area.focus();
    area.setSelectionRange(start + words.length, start + words.length);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });

  /* window acceptance: Enter goes to the next field; Ctrl Enter sends. */
  document.addEventListener('keydown', function (event) {
    var form = event.target.form;
    if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || !form || !form.hasAttribute('data-enter-moves')) return;
    if (event.target.matches('textarea,button')) return;
    event.preventDefault();
    var fields = all('input:not([type=hidden]),select,textarea,button', form).filter(isVisible), at = fields.indexOf(event.target);
    if (fields[at + 1]) fields[at + 1].focus();
  });
})();

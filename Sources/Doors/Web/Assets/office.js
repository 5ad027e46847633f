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
    if (element.matches('input[type=radio],input[type=checkbox],input[type=file]')) { element.focus(); element.click(); }
    else if (isTyping(element)) { element.focus(); if (element.select) element.select(); }
    else element.click();
  }
  function press(name) {
    var meant = all('[data-key]').filter(function (element) { return element.getAttribute('data-key').toUpperCase() === name.toUpperCase() && isVisible(element); });
    /* Of several, the one that belongs to what has the focus: the scan of this material. */
    var near = document.activeElement && document.activeElement.closest('fieldset,.mrow');
    var found = meant.filter(function (element) { return near && near.contains(element); })[0] || meant[0];
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
    all('[data-key]').filter(isVisible).forEach(function (element, index, shown) {
      var key = element.getAttribute('data-key');
      if (shown.some(function (other, at) { return at < index && other.getAttribute('data-key') === key; })) return;
      var label = element.closest('label') || (element.id && document.querySelector('label[for="' + element.id + '"]'));
      var words = element.getAttribute('aria-label') || (element.matches('input,select') && label ? label.textContent.replace(key, '').trim() : (element.querySelector('span') || element).textContent.trim()) || element.placeholder || '';
      lines.push([key, words]);
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
    var link = row && row.querySelector('[data-peek]'), address = link && link.getAttribute('href'), place = document.getElementById('peek');
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
    if (!current() && rows()[0] && document.getElementById('peek')) { rows()[0].classList.add('sel'); preview(rows()[0]); }
    table.addEventListener('click', function (event) {
      var row = event.target.closest('tbody tr'), place = document.getElementById('peek');
      if (event.target.closest('[data-peek]') && place && isVisible(place) && !event.ctrlKey && !event.metaKey) { event.preventDefault(); go(row); preview(row); return; }
      if (row && !event.target.closest('a,button,input')) { go(row); preview(row); }
    });
    table.addEventListener('dblclick', function (event) { var row = event.target.closest('tbody tr'); if (row) open(row); });
    /* selection: the bar of actions shows how many rows are meant. */
    document.addEventListener('change', function (event) {
      if (!event.target.matches('[data-grid] input[type=checkbox]')) return;
      if (event.target.hasAttribute('data-all')) all('tbody input[type=checkbox]', table).forEach(function (box) { box.checked = event.target.checked; });
      count();
    });
    count();
    window.addEventListener('pageshow', count);
  }
  function count() {
    var selected = all('tbody input[type=checkbox]:checked', table).length;
    all('[data-selected]').forEach(function (element) { element.classList.toggle('hide', !selected); });
    all('[data-selected-count]').forEach(function (element) { element.textContent = String(selected); });
  }

  /* presence: who else has this case open; asked only while somebody works here, so that a forgotten page ends its session. */
  var present = document.querySelector('[data-presence]'), lastAct = Date.now(), edits = false;
  if (present) {
    ['keydown', 'pointerdown', 'scroll'].forEach(function (name) { document.addEventListener(name, function () { lastAct = Date.now(); }, true); });
    document.addEventListener('input', function (event) { if (event.target.form && event.target.form.hasAttribute('data-dirty')) edits = true; });
    setInterval(function () {
      if (document.hidden || Date.now() - lastAct > 180000) return;
      fetch(present.getAttribute('data-presence') + (edits ? '?editing=1' : ''), { credentials: 'same-origin', headers: { Accept: 'text/html', 'X-Partial': 'presence' } }).then(function (answer) {
        return answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error('no presence'));
      }).then(function (text) { if (text !== present.innerHTML) present.innerHTML = text; }, function () { /* the page works without it */ });
    }, 30000);
  }

  /* look: the files of a case one after the other: pictures here, others on a page of their own. */
  var looks = all('[data-look]');
  function element(name, kind, words) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (words) made.textContent = words;
    return made;
  }
  function look(at) {
    var dialog = element('dialog', 'dlg viewer'), head = element('div', 'row between'), title = element('h2', 'f16'), place = element('div', 'stage');
    var foot = element('div', 'row wrapx'), before = document.activeElement, turn = 0, zoom = 0;
    function verdict() { var line = looks[at].closest('.mrow'); return line && line.querySelector('select[name^="checked-"]'); }
    function show(next) {
      at = Math.max(0, Math.min(looks.length - 1, next));
      turn = 0; zoom = 0;
      var link = looks[at], line = link.closest('.mrow'), name = line && line.querySelector('.t');
      title.textContent = (name ? name.textContent + ' · ' : '') + link.textContent + '（' + (at + 1) + '/' + looks.length + '）';
      place.textContent = '';
      if (link.getAttribute('data-look') === 'picture') {
        var picture = element('img');
        picture.src = link.href;
        picture.alt = link.textContent;
        place.appendChild(picture);
      } else {
        var open = element('a', 'btn', '在新页面打开 ' + link.textContent);
        open.href = link.href; open.target = '_blank'; open.rel = 'noopener';
        place.appendChild(open);
      }
      fine.classList.toggle('hide', !verdict());
    }
    function state() { place.className = 'stage turn-' + turn + ' zoom-' + zoom; }
    function approve() { var box = verdict(); if (!box) return; box.value = 'fine'; box.dispatchEvent(new Event('input', { bubbles: true })); if (at < looks.length - 1) show(at + 1); else dialog.close(); }
    var acts = { ArrowLeft: function () { show(at - 1); }, ArrowRight: function () { show(at + 1); }, R: function () { turn = (turn + 1) % 4; state(); },
      '+': function () { zoom = Math.min(2, zoom + 1); state(); }, '-': function () { zoom = Math.max(0, zoom - 1); state(); }, Y: approve };
    acts['='] = acts['+'];
    function knob(words, key, act) {
      var made = element('button', 'btn btn-sm'), mark = element('kbd', '', key);
      made.type = 'button';
      made.appendChild(element('span', '', words));
      made.appendChild(mark);
      made.addEventListener('click', act);
      foot.appendChild(made);
      return made;
    }
    knob('上一份', '←', acts.ArrowLeft);
    knob('下一份', '→', acts.ArrowRight);
    knob('旋转', 'R', acts.R);
    knob('放大', '+', acts['+']);
    knob('缩小', '-', acts['-']);
    var fine = knob('核对一致，看下一份', 'Y', approve);
    var close = element('button', 'btn btn-sm', '关闭');
    close.type = 'button';
    close.addEventListener('click', function () { dialog.close(); });
    head.appendChild(title);
    head.appendChild(close);
    [head, place, foot].forEach(function (part) { dialog.appendChild(part); });
    dialog.setAttribute('aria-label', '逐份查看材料');
    dialog.addEventListener('keydown', function (event) {
      var act = acts[event.key.length === 1 ? event.key.toUpperCase() : event.key];
      if (act && !event.ctrlKey && !event.altKey) { act(); event.preventDefault(); }
    });
    dialog.addEventListener('close', function () { document.body.removeChild(dialog); if (before) before.focus(); });
    document.body.appendChild(dialog);
    show(at);
    state();
    if (dialog.showModal) dialog.showModal(); else dialog.setAttribute('open', '');
    close.focus();
  }
  document.addEventListener('click', function (event) { if (looks.length && event.target.closest('[data-look-all]')) look(0); });

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

  /* merge: one value of two goes into the field that is sent. */
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-take]'), field = button && document.getElementById(button.getAttribute('data-take'));
    if (!field) return;
    field.value = button.getAttribute('data-value');
    field.focus();
    field.dispatchEvent(new Event('input', { bubbles: true }));
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

/* Uploads in pieces that go on after a broken connection. Without script the file field is part of its form.
   POST data-upload {name, size, type}  ->  {upload, offset, chunk}
   PUT upload, Content-Range            ->  {offset} and, with the last piece, {offset, row}
   GET upload                           ->  {offset} */
(function () {
  'use strict';
  function text(bytes) { return bytes < 1048576 ? Math.ceil(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB'; }
  function token(input) { var field = input.form && input.form.querySelector('[name="csrf"]'); return field ? field.value : ''; }
  function call(input, method, address, headers, body) {
    var all = { Accept: 'application/json', 'X-CSRF-Token': token(input) };
    Object.keys(headers).forEach(function (name) { all[name] = headers[name]; });
    return fetch(address, { method: method, headers: all, body: body, credentials: 'same-origin' }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (value) {
        if (answer.ok) return value;
        var error = new Error(value.detail || '上传没有成功，请重选文件再试');
        error.isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 409 && answer.status !== 429;
        throw error;
      });
    });
  }

  function row(file) {
    var up = document.createElement('div'), picture = document.createElement('span'), name = document.createElement('span');
    var stop = document.createElement('button'), state = document.createElement('div'), bar = document.createElement('div');
    var fill = document.createElement('i'), words = document.createElement('span');
    up.className = 'up';
    picture.className = 'th';
    name.className = 'ell';
    name.textContent = file.name;
    stop.type = 'button';
    stop.className = 'btn btn-t btn-sm';
    stop.textContent = '取消';
    state.className = 'small';
    bar.className = 'bar';
    bar.setAttribute('role', 'progressbar');
    bar.setAttribute('aria-label', file.name + ' 上传进度');
    bar.setAttribute('aria-valuemin', '0');
    bar.setAttribute('aria-valuemax', '100');
    words.className = 'muted tiny';
    bar.appendChild(fill);
    state.appendChild(bar);
    state.appendChild(words);
    [picture, name, stop, state].forEach(function (part) { up.appendChild(part); });
    return {
      element: up, stop: stop,
      progress: function (sent, note) {
        var percent = file.size ? Math.floor(sent / file.size * 100) : 100;
        fill.className = 'w-' + percent;
        bar.setAttribute('aria-valuenow', String(percent));
        words.textContent = note || percent + '%，共 ' + text(file.size);
      },
      fail: function (message) {
        up.classList.add('up-err');
        state.textContent = message;
        state.className = 'small t-err';
        state.setAttribute('role', 'alert');
        stop.textContent = '移除';
      }
    };
  }

  function upload(input, file, list) {
    var line = row(file), stopped = false, waits = 0, begun = null, key = 'up:' + [input.getAttribute('data-upload'), file.name, file.size, file.lastModified].join(':');
    list.appendChild(line.element);
    line.progress(0, '等待上传');
    line.stop.addEventListener('click', function () { stopped = true; forget(); if (line.element.parentNode) list.removeChild(line.element); });
    function forget() { try { sessionStorage.removeItem(key); } catch (error) { /* private mode keeps nothing */ } }
    function remember(value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* as above */ } }
    function remembered() { try { return JSON.parse(sessionStorage.getItem(key) || 'null'); } catch (error) { return null; } }
    function begin() {
      var known = begun || remembered();
      if (known) {
        return call(input, 'GET', known.upload, {}).then(function (answer) { known.offset = answer.offset; return known; }, function (error) {
          if (!error.isFinal) throw error;
          forget(); begun = null;
          return begin();
        });
      }
      return call(input, 'POST', input.getAttribute('data-upload'), { 'Content-Type': 'application/json' },
        JSON.stringify({ name: file.name, size: file.size, type: file.type })).then(function (answer) { remember(answer); return answer; });
    }
    function next(state) {
      if (stopped) return null;
      begun = state;
      line.progress(state.offset);
      var end = Math.min(file.size, state.offset + (state.chunk || 1048576));
      return call(input, 'PUT', state.upload, {
        'Content-Type': 'application/octet-stream', 'Content-Range': 'bytes ' + state.offset + '-' + (end - 1) + '/' + file.size
      }, file.slice(state.offset, end)).then(function (answer) {
        waits = 0;
        state.offset = answer.offset;
        if (answer.offset < file.size) return next(state);
        return finish(answer);
      });
    }
    function finish(answer) {
      forget();
      if (stopped) return;
      if (answer.row) {
        var box = document.createElement('div');
        box.innerHTML = answer.row;
        list.replaceChild(box.firstElementChild || box, line.element);
      } else line.progress(file.size, '已上传，' + text(file.size));
      document.dispatchEvent(new CustomEvent('ui:announce', { detail: file.name + ' 已上传' }));
    }
    function run() {
      return begin().then(next).catch(function (error) {
        if (stopped) return;
        if (error.isFinal || waits >= 8) { line.fail(error.isFinal ? error.message : '网络一直不通，请稍后重选这个文件，会接着上传'); return; }
        waits += 1;
        line.progress(begun ? begun.offset : 0, '网络断开，正在重试');
        return new Promise(function (done) { setTimeout(done, Math.min(30000, 500 * Math.pow(2, waits))); }).then(run);
      });
    }
    return run();
  }

  function accepts(input, file) {
    var wanted = (input.accept || '').toLowerCase().split(',').map(function (one) { return one.trim(); }).filter(Boolean);
    var name = file.name.toLowerCase(), limit = Number(input.getAttribute('data-limit') || 0);
    if (wanted.length && !wanted.some(function (one) { return one[0] === '.' ? name.endsWith(one) : file.type === one || (one.endsWith('/*') && file.type.indexOf(one.slice(0, -1)) === 0); }))
      return '格式不支持，请改为 ' + wanted.join('、').replace(/\./g, '').toUpperCase();
    if (limit && file.size > limit) return '文件 ' + text(file.size) + '，超过 ' + text(limit) + ' 的上限';
    return file.size ? '' : '文件是空的，请重选';
  }

  /* A file that arrived but belongs to nothing yet is only carried by the form: taking it out is taking its row out. */
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-drop]'), line = button && button.closest('.up'), place = line && line.parentNode;
    if (!place) return;
    event.preventDefault();
    var around = line.closest('fieldset,.mwhat,.card-b') || place, chooser = around.querySelector('input[type="file"]');
    place.removeChild(line);
    document.dispatchEvent(new CustomEvent('ui:announce', { detail: '已移除' }));
    if (chooser) chooser.focus();
  });

  document.querySelectorAll('input[type="file"][data-upload]').forEach(function (input) {
    var list = document.getElementById(input.id + '-list');
    if (!list) {
      list = document.createElement('div');
      list.id = input.id + '-list';
      list.className = 'mt2';
      input.parentNode.insertBefore(list, input.nextSibling);
    }
    input.addEventListener('change', function () {
      var chain = Promise.resolve();
      Array.prototype.slice.call(input.files).forEach(function (file) {
        var wrong = accepts(input, file);
        if (wrong) { var line = row(file); list.appendChild(line.element); line.fail(wrong); line.stop.addEventListener('click', function () { list.removeChild(line.element); }); return; }
        chain = chain.then(function () { return upload(input, file, list); });
      });
      input.value = '';
    });
  });
})();

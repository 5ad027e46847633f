/* 公众页面的增强：搜索提示、随选择更新。无脚本时表单照常可用。语法基线 ES2018 */
(function () {
  'use strict';

  // 搜索提示（WAI-ARIA combobox）：↓ ↑ 选，回车打开，Esc 收起。
  document.querySelectorAll('form[data-combo]').forEach(function (form) {
    var input = form.querySelector('input[type="search"]');
    var list = document.createElement('ul');
    var timer = 0;
    var current = -1;
    var asked = '';
    list.id = input.id + '-list';
    list.className = 'drop-list combo-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', '搜索提示');
    list.hidden = true;
    form.parentNode.appendChild(list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');

    function close() {
      list.hidden = true;
      current = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function mark(index) {
      var rows = list.children;
      for (var i = 0; i < rows.length; i++) {
        rows[i].classList.toggle('on', i === index);
        rows[i].setAttribute('aria-selected', String(i === index));
      }
      current = index;
      if (index < 0) input.removeAttribute('aria-activedescendant');
      else input.setAttribute('aria-activedescendant', rows[index].id);
    }

    function ask() {
      var text = input.value.trim();
      if (text.length < 1 || text === asked) { if (text.length < 1) { asked = ''; close(); } return; }
      asked = text;
      fetch(form.getAttribute('data-combo') + '?q=' + encodeURIComponent(text), { headers: { Accept: 'text/html' } })
        .then(function (answer) { return answer.ok ? answer.text() : ''; })
        .then(function (rows) {
          if (asked !== text || document.activeElement !== input) return;
          list.innerHTML = rows;
          mark(-1);
          list.hidden = list.children.length === 0;
          input.setAttribute('aria-expanded', String(!list.hidden));
        })
        .catch(close);
    }

    function later(event) {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    }

    input.addEventListener('input', later);
    input.addEventListener('compositionend', later);
    input.addEventListener('keydown', function (event) {
      if (event.isComposing || list.hidden) return;
      var count = list.children.length;
      if (event.key === 'ArrowDown') { event.preventDefault(); mark(current + 1 < count ? current + 1 : -1); }
      else if (event.key === 'ArrowUp') { event.preventDefault(); mark(current < 0 ? count - 1 : current - 1); }
      else if (event.key === 'Escape') { event.preventDefault(); close(); }
      else if (event.key === 'Enter' && current >= 0) {
        event.preventDefault();
        location.href = list.children[current].getAttribute('data-go');
      }
    });
    list.addEventListener('mousedown', function (event) {
      var row = event.target.closest('[data-go]');
      if (row) { event.preventDefault(); location.href = row.getAttribute('data-go'); }
    });
    input.addEventListener('blur', function () { setTimeout(close, 150); });
  });

  // 表单的选择一变，就从服务器取同一页面，换掉列出的部分，焦点留在原处。
  document.addEventListener('change', function (event) {
    var form = event.target.closest('form[data-refresh]');
    if (!form) return;
    var page = form.action.split('#')[0].split('?')[0];
    var address = page + '?' + new URLSearchParams(new FormData(form)).toString();
    var name = event.target.name;
    var value = event.target.type === 'select-one' ? null : event.target.value;
    fetch(address, { headers: { Accept: 'text/html' } })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html');
        form.getAttribute('data-refresh').split(',').forEach(function (part) {
          var old = document.querySelector(part);
          var next = fresh.querySelector(part);
          if (old && next) old.replaceWith(document.importNode(next, true));
        });
        document.title = fresh.title;
        history.replaceState(null, '', address);
        var controls = document.querySelectorAll('form[data-refresh] [name="' + name + '"]');
        for (var i = 0; i < controls.length; i++) {
          if (value === null || controls[i].value === value) { controls[i].focus(); break; }
        }
      })
      .catch(function () { form.submit(); });
  });

  // 窄屏上筛选先收起。
  if (window.matchMedia && matchMedia('(max-width:960px)').matches) {
    document.querySelectorAll('details.facet-box').forEach(function (box) { box.open = false; });
  }
})();

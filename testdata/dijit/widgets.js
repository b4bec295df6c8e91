// Instantiates dijit widgets and says in window.result what came of it. Used
// with modules one by one and with layers, to compare the two.
window.result = { errors: [] };
window.onerror = function (message) { window.result.errors.push(String(message)); };
window.runWidgets = function (require) {
  var fixed = new Date(2020, 1, 29, 13, 45);
  var widgets = [
    ['dijit/form/Button', { label: 'Save' }],
    ['dijit/form/ToggleButton', { label: 'Bold', checked: true }],
    ['dijit/form/CheckBox', { checked: true }],
    ['dijit/form/RadioButton', { name: 'r' }],
    ['dijit/form/TextBox', { value: 'Ada' }],
    ['dijit/form/ValidationTextBox', { value: 'x', pattern: '[a-z]+' }],
    ['dijit/form/NumberTextBox', { value: 1234.5 }],
    ['dijit/form/CurrencyTextBox', { value: 99, currency: 'EUR' }],
    ['dijit/form/DateTextBox', { value: fixed }],
    ['dijit/form/TimeTextBox', { value: fixed }],
    ['dijit/form/NumberSpinner', { value: 7 }],
    ['dijit/form/SimpleTextarea', { value: 'a\nb' }],
    ['dijit/form/Textarea', { value: 'c' }],
    ['dijit/form/HorizontalSlider', { value: 4, maximum: 10 }],
    ['dijit/form/VerticalSlider', { value: 4, maximum: 10 }],
    ['dijit/form/Select', { options: [{ label: 'One', value: '1', selected: true }, { label: 'Two', value: '2' }] }],
    ['dijit/ProgressBar', { value: 30 }],
    ['dijit/TitlePane', { title: 'Pane', content: 'inside' }],
    ['dijit/Calendar', { value: fixed, currentFocus: fixed }],
    ['dijit/ColorPalette', { palette: '3x4' }],
    ['dijit/Toolbar', {}],
    ['dijit/layout/ContentPane', { content: '<p>text</p>' }],
    ['dijit/layout/AccordionContainer', {}],
    ['dijit/layout/TabContainer', {}],
    ['dijit/layout/BorderContainer', { style: 'height:100px' }],
    ['dijit/layout/StackContainer', {}],
    ['dijit/form/MultiSelect', {}],
    ['dijit/Menu', {}],
    ['dijit/Dialog', { title: 'Dialog' }],
    ['dijit/InlineEditBox', { value: 'edit me' }],
    ['dijit/Editor', { value: '<p>text</p>', height: '100px' }]
  ];
  require(widgets.map(function (w) { return w[0]; }), function () {
    var made = 0, root = document.getElementById('root');
    for (var i = 0; i < widgets.length; i++) {
      try {
        var node = document.createElement('div');
        root.appendChild(node);
        var widget = new arguments[i](widgets[i][1], node);
        if (widget.startup) widget.startup();
        made++;
      } catch (e) {
        window.result.errors.push(widgets[i][0] + ': ' + e.message);
      }
    }
    window.result.made = made;
    settle(root, 0);
  });
};

// Widgets go on working after startup: the page is done when it has been the
// same for a second.
function settle(root, calm) {
  var before = root.innerHTML;
  setTimeout(function () {
    calm = root.innerHTML === before ? calm + 1 : 0;
    if (calm < 10) return settle(root, calm);
    window.result.html = before;
    window.result.done = true;
  }, 100);
}

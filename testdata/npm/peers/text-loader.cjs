// What "text!./a.html" asks for, as webpack and rspack know loaders.
module.exports = (source) => `module.exports = ${JSON.stringify(source)};`;

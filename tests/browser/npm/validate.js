// Reads a JSON list of xAPI statements and prints, as JSON, what is wrong with each: an empty list where all are valid.
const { readFileSync } = require("node:fs");
const validate = require("@learninglocker/xapi-validation").default;

const found = JSON.parse(readFileSync(process.argv[2], "utf-8")).flatMap((item, index) => validate(item).map((warning) => [index, String(warning.constructor.name), warning.path || []]));
console.log(JSON.stringify(found));

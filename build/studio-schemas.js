// Prints the schemas that Splunk publishes for Dashboard Studio, for the tests: their packages are made for bundlers and
// plain Node, and load in no test environment.
import definition from '@splunk/dashboard-definition';
import options from '@splunk/visualization-schemas';

process.stdout.write(JSON.stringify({ definition: definition.defaultSchema, options }));

/**
 * A department's own repository, as small as it can be: imports the packed library by name and synthesizes.
 * A name that the package no longer exports does not compile here.
 */
import { App } from 'cdktf';
import { BootstrapStack, DepartmentStack, PlatformStack } from 'cdktf-azure-lakehouse';

const app = new App();

console.log([BootstrapStack, DepartmentStack, PlatformStack].map((stack) => stack.name).join(', '));

app.synth();
